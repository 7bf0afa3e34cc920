using System.Globalization;

namespace Sockeye;

/// <summary>A call was refused by a <see cref="CircuitBreaker"/>; its operation was not started.</summary>
/// <remarks>The forms that begin with <c>Try</c> tell the same as a value.</remarks>
public sealed class CircuitOpenException : Exception
{
    internal CircuitOpenException(CircuitRejection rejection)
        : base(Describe(rejection)) => Rejection = rejection;

    /// <summary>Gets which circuit refused the call, and in which state.</summary>
    public CircuitRejection Rejection { get; }

    /// <summary>Gets how long the break still lasts; <see langword="null"/> where nobody knows.</summary>
    public TimeSpan? RetryAfter => Rejection.RetryAfter;

    private static string Describe(CircuitRejection rejection) => rejection.State switch
    {
        CircuitState.Isolated => $"The circuit \"{rejection.Circuit}\" was opened by hand and refuses calls until it is closed.",
        CircuitState.HalfOpen => $"The circuit \"{rejection.Circuit}\" is half open and refuses calls until its probe has ended.",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"The circuit \"{rejection.Circuit}\" is open and refuses calls for another {rejection.RetryAfter?.TotalSeconds ?? 0:0.###} s."),
    };
}
