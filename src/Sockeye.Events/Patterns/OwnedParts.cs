using System.Runtime.ExceptionServices;

namespace Sockeye.Events.Patterns;

/// <summary>
/// What goes together: listeners, timers, registrations. A part that comes after the end is disposed at once. All go, even where one throws, as taking
/// a listener back may: those who listen to removals run in it.
/// </summary>
internal sealed class OwnedParts : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _parts = [];
    private bool _disposed;

    public bool IsDisposed => Volatile.Read(ref _disposed);

    public T Add<T>(T part)
        where T : IDisposable
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _parts.Add(part);
                return part;
            }
        }

        part.Dispose();
        return part;
    }

    public void Dispose()
    {
        IDisposable[] parts;
        lock (_gate)
        {
            Volatile.Write(ref _disposed, true);
            parts = [.. _parts];
            _parts.Clear();
        }

        List<Exception>? failures = null;
        foreach (var part in parts)
        {
            try
            {
                part.Dispose();
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }
        }

        switch (failures)
        {
            case null:
                return;
            case [var only]:
                ExceptionDispatchInfo.Throw(only);
                return;
            default:
                throw new AggregateException(failures);
        }
    }
}
