namespace Sockeye;

/// <summary>Thrown by a listener to say that trying again is of no use: the job is given up at once.</summary>
public sealed class JobRejectedException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">What came before; <see langword="null"/> for nothing.</param>
    public JobRejectedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
