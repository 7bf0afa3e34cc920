namespace Sockeye;

/// <summary>Which values a throttled <see cref="EventFlow{T}"/> passes on. Read when the flow is made; later changes have no effect.</summary>
public sealed class ThrottleOptions
{
    /// <summary>Gets or sets whether the value that begins an interval passes, at once.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Leading { get; set; } = true;

    /// <summary>Gets or sets whether the last value that was held back in an interval passes at its end.</summary>
    /// <value>The default is <see langword="true"/>. One of the two edges must be on.</value>
    public bool Trailing { get; set; } = true;

    internal ThrottleOptions Copy() => (ThrottleOptions)MemberwiseClone();
}
