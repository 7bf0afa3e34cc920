namespace Sockeye;

/// <summary>What every exception of Sockeye's own derives from.</summary>
public abstract class SockeyeException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What was wrong and what would be right.</param>
    /// <param name="innerException">What caused it.</param>
    protected SockeyeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
