namespace Sockeye.Events.Streams;

/// <summary>What went wrong in a run, in the order in which it did.</summary>
internal sealed class Failures
{
    private readonly Lock _gate = new();
    private readonly List<Exception> _exceptions = [];
    private string? _stage;

    public Exception? First
    {
        get
        {
            lock (_gate)
            {
                return _exceptions.Count == 0 ? null : _exceptions[0];
            }
        }
    }

    /// <summary>Takes one listener's failure out of what the emitter wraps it in. Which listener it was is in its stack.</summary>
    public static Exception CauseOf(Exception exception) =>
        exception is AggregateException { InnerExceptions: [ListenerException { InnerException: { } single }] } ? single : exception;

    public void Add(string stage, Exception exception)
    {
        lock (_gate)
        {
            _stage ??= stage;
            _exceptions.Add(CauseOf(exception));
        }
    }

    public void ThrowIfAny(StreamResult result)
    {
        lock (_gate)
        {
            if (_stage is not null)
            {
                throw new StreamFailedException(_stage, result, [.. _exceptions]);
            }
        }
    }
}
