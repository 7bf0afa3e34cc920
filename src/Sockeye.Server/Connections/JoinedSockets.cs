namespace Sockeye.Server.Connections;

/// <summary>The sockets of one client, at most one for each namespace, and the namespaces that it is on its way into.</summary>
internal sealed class JoinedSockets(int most)
{
    private readonly Lock _gate = new();

    /// <summary>One that has left stays until its namespace is joined again, room is needed, or the connection ends.</summary>
    private Socket[] _sockets = [];

    /// <summary>The dynamic namespaces of which the application is being asked whether there may be one of that name.</summary>
    private string[] _matching = [];
    private volatile bool _closed;

    public bool IsClosed => _closed;

    public Socket[] Snapshot() => Volatile.Read(ref _sockets);

    public Socket? Find(string namespaceName)
    {
        foreach (var socket in Snapshot())
        {
            if (socket.Namespace.Name == namespaceName)
            {
                return socket;
            }
        }

        return null;
    }

    /// <summary>Adds a socket, in place of one of that namespace which has left; false where one is there, or too many are.</summary>
    public bool TryAdd(Socket added)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            var others = Array.FindAll(_sockets, socket => socket.Namespace.Name != added.Namespace.Name);
            var former = Array.Find(_sockets, socket => socket.Namespace.Name == added.Namespace.Name);
            if (former is { Life.CanSend: true } || IsFull(ref others))
            {
                return false;
            }

            Volatile.Write(ref _sockets, [.. others, added]);
            return true;
        }
    }

    public void Remove(Socket removed)
    {
        lock (_gate)
        {
            Volatile.Write(ref _sockets, Array.FindAll(_sockets, socket => socket != removed));
        }
    }

    /// <summary>Notes that the application is being asked for a namespace; false where it is already, or there are too many.</summary>
    public bool TryBeginMatching(string name)
    {
        lock (_gate)
        {
            var sockets = _sockets;
            if (_closed || _matching.Contains(name) || IsFull(ref sockets))
            {
                return false;
            }

            _matching = [.. _matching, name];
            return true;
        }
    }

    public void EndMatching(string name)
    {
        lock (_gate)
        {
            _matching = Array.FindAll(_matching, other => other != name);
        }
    }

    /// <summary>Lets nobody in any more.</summary>
    /// <returns>The sockets there were: one is either among these or was not added.</returns>
    public Socket[] Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _sockets;
        }
    }

    /// <summary>Says whether no further namespace may be joined; sockets that have left, with nothing still to run, take up no room.</summary>
    private bool IsFull(ref Socket[] sockets)
    {
        var room = most - _matching.Length;
        if (sockets.Length >= room)
        {
            sockets = Array.FindAll(sockets, static socket => socket.Life.CanSend || socket.Inbox.HasWaiting);
        }

        return sockets.Length >= room;
    }
}
