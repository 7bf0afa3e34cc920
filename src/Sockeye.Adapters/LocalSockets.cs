using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Adapters;

/// <summary>The connected sockets of one namespace in this process, and the rooms they are in.</summary>
/// <remarks>
/// Safe to use from many threads: one lock guards the tables, and no packet is delivered under it. Selecting receivers costs time in
/// proportion to the members of the rooms that are named, whatever else the namespace holds. A room named by a socket's own id
/// exists without an entry, so that an idle socket costs one.
/// </remarks>
public sealed partial class LocalSockets
{
    private readonly IServerSideListener? _serverSide;
    private readonly RoomLimits _limits;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    /// <summary>Marks the members a selection has seen, so that none is selected twice; counted up under the lock.</summary>
    private long _selection;

    /// <summary>Makes a set of sockets, empty at first.</summary>
    /// <param name="serverSide">Listens to what other servers of the cluster send; nobody does where it is <see langword="null"/>.</param>
    /// <param name="limits">How many rooms a socket may be in; <see cref="RoomLimits.Default"/> where it is <see langword="null"/>.</param>
    public LocalSockets(IServerSideListener? serverSide = null, RoomLimits? limits = null)
    {
        _serverSide = serverSide;
        _limits = limits ?? RoomLimits.Default;
    }

    /// <summary>Gets the number of connected sockets.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _members.Count;
            }
        }
    }

    /// <summary>Gets the number of rooms that have members, without those named by a socket's own id.</summary>
    public int RoomCount
    {
        get
        {
            lock (_gate)
            {
                return _rooms.Count;
            }
        }
    }

    /// <summary>Adds a socket that has connected, and puts it into the room named by its id.</summary>
    /// <param name="socket">The socket.</param>
    /// <exception cref="ArgumentException">A socket with that id is there already.</exception>
    public void Add(ILocalSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        lock (_gate)
        {
            if (!_members.TryAdd(socket.Id, new Member(socket)))
            {
                throw new ArgumentException($"A socket with the id '{socket.Id}' is connected already.", nameof(socket));
            }
        }
    }

    /// <summary>Puts a socket into rooms; those it is in already are passed over.</summary>
    /// <param name="socketId">The socket's id. One that is not connected joins nothing.</param>
    /// <param name="rooms">The rooms.</param>
    /// <exception cref="RoomLimitException">It would be in too many, or a name is too long; it has joined none of them.</exception>
    public void Join(string socketId, IReadOnlyList<string> rooms)
    {
        if (TryJoin(socketId, rooms) is { } problem)
        {
            throw new RoomLimitException(problem);
        }
    }

    /// <summary>Puts the sockets that are meant into rooms. One that would be in too many joins none of them, and is told.</summary>
    /// <param name="target">Who is meant.</param>
    /// <param name="rooms">The rooms.</param>
    public void Join(Target target, IReadOnlyList<string> rooms)
    {
        var selected = Rent(target, out var count);
        for (var i = 0; i < count; i++)
        {
            if (TryJoin(selected[i].Id, rooms) is { } problem)
            {
                selected[i].OnRoomsRefused(problem);
            }
        }

        Return(selected, count);
    }

    /// <summary>Takes a socket out of a room.</summary>
    /// <param name="socketId">The socket's id.</param>
    /// <param name="roomName">The room; nothing happens where the socket is not in it.</param>
    public void Leave(string socketId, string roomName)
    {
        lock (_gate)
        {
            if (!_members.TryGetValue(socketId, out var member))
            {
                return;
            }

            if (roomName == socketId)
            {
                member.IsInOwnRoom = false;
            }
            else if (_rooms.TryGetValue(roomName, out var room) && member.Leave(room))
            {
                RemoveFrom(room, member);
            }
        }
    }

    /// <summary>Lists the rooms a socket is in, the one named by its id among them.</summary>
    /// <param name="socketId">The socket's id.</param>
    /// <returns>Room names; empty for a socket that is not connected.</returns>
    public IReadOnlyList<string> RoomsOf(string socketId)
    {
        lock (_gate)
        {
            return _members.TryGetValue(socketId, out var member) ? RoomsOf(member) : [];
        }
    }

    /// <summary>Finds a socket by its id.</summary>
    /// <param name="socketId">The socket's id.</param>
    /// <param name="socket">The socket.</param>
    /// <returns>Whether it is connected.</returns>
    public bool TryGet(string socketId, [NotNullWhen(true)] out ILocalSocket? socket)
    {
        lock (_gate)
        {
            socket = _members.TryGetValue(socketId, out var member) ? member.Socket : null;
            return socket is not null;
        }
    }

    /// <summary>Lists the sockets that are meant, each once.</summary>
    /// <param name="target">Who is meant.</param>
    public IReadOnlyList<ILocalSocket> Select(Target target)
    {
        var selected = Rent(target, out var count);
        ILocalSocket[] sockets = [.. selected.AsSpan(0, count)];
        Return(selected, count);
        return sockets;
    }

    /// <summary>Delivers a packet to the sockets that are meant. Returns at once; slow receivers do not hold it up.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="target">Who is meant.</param>
    public void Deliver(BroadcastPacket packet, Target target)
    {
        var selected = Rent(target, out var count);
        for (var i = 0; i < count; i++)
        {
            selected[i].Deliver(packet);
        }

        Return(selected, count);
    }

    /// <summary>Delivers a packet, and completes when each receiver's connection has taken it or has closed.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="target">Who is meant.</param>
    /// <param name="cancellationToken">Ends the wait; a receiver that has had no room for the packet until then does not get it.</param>
    public async ValueTask DeliverAsync(BroadcastPacket packet, Target target, CancellationToken cancellationToken = default)
    {
        List<Task>? slow = null;
        var selected = Rent(target, out var count);
        for (var i = 0; i < count; i++)
        {
            var delivery = selected[i].DeliverAsync(packet, cancellationToken);
            if (!delivery.IsCompletedSuccessfully)
            {
                (slow ??= []).Add(delivery.AsTask());
            }
        }

        Return(selected, count);
        if (slow is not null)
        {
            await Task.WhenAll(slow).ConfigureAwait(false);
        }
    }

    /// <summary>Delivers a packet that asks for acknowledgements. Returns at once; the answers come later.</summary>
    /// <param name="packet">The packet; it has an <see cref="BroadcastPacket.AckId"/>.</param>
    /// <param name="target">Who is meant.</param>
    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="answers">Told how many are asked, and then of each.</param>
    public void Ask(BroadcastPacket packet, Target target, TimeSpan timeout, IBroadcastAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var selected = Rent(target, out var count);
        answers.Expect(count);
        for (var i = 0; i < count; i++)
        {
            selected[i].Ask(packet, timeout, answers);
        }

        Return(selected, count);
    }

    /// <summary>Disconnects the sockets that are meant.</summary>
    /// <param name="target">Who is meant.</param>
    /// <param name="close">Whether to disconnect their clients from all namespaces, and to close the connections.</param>
    public void Disconnect(Target target, bool close)
    {
        var selected = Rent(target, out var count);
        for (var i = 0; i < count; i++)
        {
            selected[i].Disconnect(close);
        }

        Return(selected, count);
    }

    /// <summary>Hands in an event that another server of the cluster sent to this one.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="ack">Takes the answer; <see cref="Ack.Unwanted"/> where none is wanted.</param>
    public void ReceiveServerSide(string eventName, EventArguments arguments, Ack ack) =>
        _serverSide?.OnServerSideEvent(eventName, arguments, ack);

    internal static void Return(ILocalSocket[] selected, int count)
    {
        selected.AsSpan(0, count).Clear();
        ArrayPool<ILocalSocket>.Shared.Return(selected);
    }

    internal ILocalSocket[] Rent(Target target, out int count)
    {
        ArgumentNullException.ThrowIfNull(target);
        lock (_gate)
        {
            var selection = ++_selection;
            foreach (var name in target.Except)
            {
                Exclude(name, selection);
            }

            return target.Rooms.Count == 0 ? RentAll(selection, out count) : RentRooms(target.Rooms, selection, out count);
        }
    }

    private ILocalSocket[] RentAll(long selection, out int count)
    {
        var selected = ArrayPool<ILocalSocket>.Shared.Rent(_members.Count);
        count = 0;
        foreach (var member in _members.Values)
        {
            if (member.TrySelect(selection))
            {
                selected[count++] = member.Socket;
            }
        }

        return selected;
    }

    private ILocalSocket[] RentRooms(IReadOnlyList<string> rooms, long selection, out int count)
    {
        var most = rooms.Count;
        foreach (var name in rooms)
        {
            most += _rooms.TryGetValue(name, out var room) ? room.Members.Count : 0;
        }

        var selected = ArrayPool<ILocalSocket>.Shared.Rent(most);
        count = 0;
        foreach (var name in rooms)
        {
            if (_members.TryGetValue(name, out var named) && named.IsInOwnRoom && named.TrySelect(selection))
            {
                selected[count++] = named.Socket;
            }

            if (!_rooms.TryGetValue(name, out var room))
            {
                continue;
            }

            foreach (var member in room.Members)
            {
                if (member.TrySelect(selection))
                {
                    selected[count++] = member.Socket;
                }
            }
        }

        return selected;
    }

    private void Exclude(string roomName, long selection)
    {
        if (_members.TryGetValue(roomName, out var named) && named.IsInOwnRoom)
        {
            named.TrySelect(selection);
        }

        if (_rooms.TryGetValue(roomName, out var room))
        {
            foreach (var member in room.Members)
            {
                member.TrySelect(selection);
            }
        }
    }

    /// <summary>Puts a socket into rooms, or into none of them.</summary>
    /// <returns>Which limit stands against it; null where it has joined.</returns>
    private string? TryJoin(string socketId, IReadOnlyList<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        if (_limits.ProblemWith(rooms) is { } problem)
        {
            return problem;
        }

        lock (_gate)
        {
            if (!_members.TryGetValue(socketId, out var member))
            {
                return null;
            }

            if (member.Rooms.Count + rooms.Count > _limits.MaxRoomsPerSocket && member.CountWith(rooms) > _limits.MaxRoomsPerSocket)
            {
                return _limits.TooMany(member.Rooms.Count);
            }

            for (var i = 0; i < rooms.Count; i++)
            {
                Join(member, rooms[i]);
            }

            return null;
        }
    }

    private void Join(Member member, string roomName)
    {
        if (roomName == member.Socket.Id)
        {
            member.IsInOwnRoom = true;
            return;
        }

        if (!_rooms.TryGetValue(roomName, out var room))
        {
            _rooms.Add(roomName, room = new Room(roomName));
        }

        room.Members.Add(member);
        member.Join(room);
    }

    private void RemoveFrom(Room room, Member member)
    {
        room.Members.Remove(member);
        if (room.Members.Count == 0)
        {
            _rooms.Remove(room.Name);
        }
    }
}
