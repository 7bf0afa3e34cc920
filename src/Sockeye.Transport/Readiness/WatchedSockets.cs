namespace Sockeye.Transport.Readiness;

/// <summary>Sockets by a small number, which is used again. Looking one up takes no lock.</summary>
internal sealed class WatchedSockets
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private IWatchedSocket?[] _sockets = new IWatchedSocket?[64];
    private int _count;

    public IWatchedSocket? this[int token] => Volatile.Read(ref _sockets)[token];

    public int Add(IWatchedSocket socket)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var token))
            {
                token = _count++;
                if (token == _sockets.Length)
                {
                    var larger = new IWatchedSocket?[token * 2];
                    _sockets.CopyTo(larger, 0);
                    Volatile.Write(ref _sockets, larger);
                }
            }

            Volatile.Write(ref _sockets[token], socket);
            return token;
        }
    }

    public void Remove(int token)
    {
        lock (_gate)
        {
            _sockets[token] = null;
            _free.Push(token);
        }
    }
}
