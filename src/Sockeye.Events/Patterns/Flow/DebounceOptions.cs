namespace Sockeye;

/// <summary>Which values of a burst a debounced <see cref="EventFlow{T}"/> passes on. Read when the flow is made; later changes have no effect.</summary>
public sealed class DebounceOptions
{
    /// <summary>Gets or sets whether the first value of a burst passes, at once.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Leading { get; set; }

    /// <summary>Gets or sets whether the last value of a burst passes, when the burst is over. A value that has passed as the first does not pass again.</summary>
    /// <value>The default is <see langword="true"/>. One of the two edges must be on.</value>
    public bool Trailing { get; set; } = true;

    /// <summary>Gets or sets how long a value is held back at most while the burst goes on; then the latest one passes.</summary>
    /// <value>
    /// The default is <see langword="null"/>: until the burst is over. It must be at least the quiet time, and needs <see cref="Trailing"/>.
    /// </value>
    public TimeSpan? MaxWait { get; set; }

    internal DebounceOptions Copy() => (DebounceOptions)MemberwiseClone();
}
