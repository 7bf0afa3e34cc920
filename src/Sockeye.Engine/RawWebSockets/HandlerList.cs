namespace Sockeye.Engine.RawWebSockets;

/// <summary>Handlers in the order in which they were added. A call that is under way does not see changes.</summary>
internal sealed class HandlerList<T>
    where T : Delegate
{
    private readonly Lock _gate = new();
    private T[] _handlers = [];

    public T[] Snapshot => Volatile.Read(ref _handlers);

    /// <summary>Adds a handler.</summary>
    /// <returns>Takes it away again when disposed.</returns>
    public IDisposable Add(T handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var registration = new Registration(this, handler);
        lock (_gate)
        {
            Volatile.Write(ref _handlers, [.. _handlers, handler]);
        }

        return registration;
    }

    private void Remove(T handler)
    {
        lock (_gate)
        {
            var at = Array.IndexOf(_handlers, handler);
            Volatile.Write(ref _handlers, [.. _handlers[..at], .. _handlers[(at + 1)..]]);
        }
    }

    private sealed class Registration(HandlerList<T> list, T handler) : IDisposable
    {
        private HandlerList<T>? _list = list;

        public void Dispose() => Interlocked.Exchange(ref _list, null)?.Remove(handler);
    }
}
