using System.IO.Pipelines;

namespace Sockeye.Transport.Connections;

/// <summary>
/// Runs who has waited for received bytes on the thread that has received them, but only once the receiver is back at waiting for more. A handler that
/// blocks, for the rest of its request's body perhaps, then blocks its thread and nothing of its connection. Who is woken by others goes to the pool.
/// </summary>
internal sealed class AfterReceiving : PipeScheduler
{
    [ThreadStatic]
    private static bool _isReceiving;

    [ThreadStatic]
    private static Action<object?>? _action;

    [ThreadStatic]
    private static object? _state;

    /// <summary>From here on this thread receives; <see cref="RunNext"/> is to follow.</summary>
    public static void Begin() => _isReceiving = true;

    /// <summary>Receiving goes on: who waits shall not have to wait for it.</summary>
    public static void Yield()
    {
        if (_action is { } action)
        {
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(action, TakeState(), preferLocal: false);
        }
    }

    /// <summary>Receiving is over for now: runs who has waited for it.</summary>
    public static void RunNext()
    {
        _isReceiving = false;
        if (_action is { } action)
        {
            action(TakeState());
        }
    }

    public override void Schedule(Action<object?> action, object? state)
    {
        if (_isReceiving && _action is null)
        {
            _action = action;
            _state = state;
        }
        else
        {
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(action, state, preferLocal: false);
        }
    }

    private static object? TakeState()
    {
        var state = _state;
        _action = null;
        _state = null;
        return state;
    }
}
