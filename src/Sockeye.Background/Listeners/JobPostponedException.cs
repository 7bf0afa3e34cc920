namespace Sockeye;

/// <summary>
/// Thrown by a listener to put its job off: now is no time for it, since what it needs is known to be away (a circuit is open, a quota is used up). It is started
/// again after a while, and this was no attempt.
/// </summary>
/// <remarks>
/// That is bounded: it waits for no less than <see cref="RetryOptions.FirstDelay"/> and a tenth of a second, and after <see cref="RetryOptions.MaxPostponements"/>
/// of them each counts as a failed attempt. A key waits with its job.
/// </remarks>
public sealed class JobPostponedException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="delay">How long to wait at least; chance makes it longer by up to <see cref="RetryOptions.Jitter"/>, so that jobs do not come back together.</param>
    /// <param name="message">Why; it is shown as the job's last failure.</param>
    /// <param name="innerException">What came before; <see langword="null"/> for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, or longer than a year.</exception>
    public JobPostponedException(TimeSpan delay, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, TimeSpan.FromDays(365));
        Delay = delay;
    }

    /// <summary>Gets how long to wait at least.</summary>
    public TimeSpan Delay { get; }
}
