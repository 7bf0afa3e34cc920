using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sockeye.Events;

/// <summary>Warns once of an event with more listeners than are expected, and again only after all but one of them are gone: as Node does.</summary>
internal sealed class ListenerLimit(EventEmitter emitter, EventEmitterOptions options)
{
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public int MaxListeners { get; set; } = options.MaxListeners;

    public void Added(string eventName, int count)
    {
        var limit = MaxListeners;
        if (limit == 0 || count <= limit || !_warned.TryAdd(eventName, true))
        {
            return;
        }

        var context = new MaxListenersContext(emitter, eventName, count, limit);
        if (options.OnMaxListenersExceeded is { } handler)
        {
            handler(context);
        }
        else
        {
            Trace.TraceWarning(context.ToString());
        }
    }

    public void Removed(string eventName, int count)
    {
        if (count <= 1 && !_warned.IsEmpty)
        {
            _warned.TryRemove(eventName, out _);
        }
    }
}
