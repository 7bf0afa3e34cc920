namespace Sockeye.Engine.RawWebSockets;

/// <summary>The open clients of one server. Coming and going cost the same however many there are.</summary>
internal sealed class ClientTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WebSocketClient, int> _places = [];
    private WebSocketClient?[] _clients = new WebSocketClient?[8];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _places.Count;
            }
        }
    }

    /// <summary>Adds a client, unless there are that many already.</summary>
    public bool TryAdd(WebSocketClient client, int most)
    {
        lock (_gate)
        {
            var count = _places.Count;
            if (count >= most)
            {
                return false;
            }

            if (count == _clients.Length)
            {
                Array.Resize(ref _clients, count * 2);
            }

            _clients[count] = client;
            _places.Add(client, count);
            return true;
        }
    }

    public void Remove(WebSocketClient client)
    {
        lock (_gate)
        {
            if (!_places.Remove(client, out var place))
            {
                return;
            }

            var last = _clients[_places.Count]!;
            _clients[_places.Count] = null;
            if (last != client)
            {
                _clients[place] = last;
                _places[last] = place;
            }
        }
    }

    public WebSocketClient[] ToArray()
    {
        lock (_gate)
        {
            return _clients.AsSpan(0, _places.Count).ToArray()!;
        }
    }
}
