namespace Sockeye.Server.Namespaces;

/// <summary>What keeps a child namespace: its sockets, those that still are in middleware among them, and the application.</summary>
internal sealed class Occupancy(bool endsWhenEmpty)
{
    private readonly Lock _gate = new();
    private int _sockets;
    private bool _kept = !endsWhenEmpty;
    private bool _ended;

    /// <summary>A socket comes; false where the namespace has ended, and another is to be made.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            _sockets += _ended ? 0 : 1;
            return !_ended;
        }
    }

    /// <summary>The application asks for the namespace by its name and may hold on to it; false where it has ended.</summary>
    public bool TryKeep()
    {
        lock (_gate)
        {
            _kept |= !_ended;
            return !_ended;
        }
    }

    /// <summary>A socket goes; true where that ends the namespace.</summary>
    public bool Exit()
    {
        lock (_gate)
        {
            _sockets--;
            _ended = _sockets == 0 && !_kept;
            return _ended;
        }
    }
}
