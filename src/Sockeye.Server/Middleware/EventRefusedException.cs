namespace Sockeye;

/// <summary>A socket's middleware refused an event, or a filter of a handler class did. It is not thrown: it is what the error listeners are given.</summary>
public sealed class EventRefusedException : SockeyeException
{
    internal EventRefusedException(EventResult result)
        : base(result.Message)
    {
        RefusalData = result.RefusalData;
    }

    /// <summary>Gets what else the middleware said of the refusal, or <see langword="null"/>.</summary>
    public object? RefusalData { get; }
}
