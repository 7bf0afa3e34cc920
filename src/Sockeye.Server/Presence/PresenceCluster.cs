using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>
/// The users of the other nodes. Each node sends what changes at its own, numbered; who sees a gap asks for all of them. A beat carries the
/// number, so that a lost last change is found out as well, and who does not beat is gone.
/// </summary>
internal sealed class PresenceCluster(PresenceCore core, INodeChannel channel, PresenceOptions options, TimeProvider time)
{
    private const int UsersPerMessage = 500;

    private readonly Dictionary<string, RemoteNode> _nodes = new(StringComparer.Ordinal);
    private long _number;
    private long _losses;

    public void Start()
    {
        Send(new NodeMessage { Kind = NodeMessageKind.Hello });
        SendState(to: null);
    }

    public void Tell(string userId, NodeUser user) => SendChange(new NodeMessageUser(userId, user));

    public void Gone(string userId, long leftAt) => SendChange(new NodeMessageUser(userId, null, leftAt));

    public void Say(string userId, string? state, long at) =>
        Send(new NodeMessage { Kind = NodeMessageKind.Say, UserId = userId, State = state, At = at });

    public void Watch(string viewer, IReadOnlyList<string> users, bool may) =>
        Send(new NodeMessage { Kind = may ? NodeMessageKind.Watch : NodeMessageKind.Unwatch, UserId = viewer, Watched = users });

    /// <summary>Says that this node is there, and looks who is not any more.</summary>
    public void Beat(IPresenceAudience audience)
    {
        Send(new NodeMessage { Kind = NodeMessageKind.Beat, Number = _number });
        foreach (var (id, node) in _nodes.ToArray())
        {
            if (node.Loss == 0 && time.GetElapsedTime(node.Heard) >= options.NodeTimeout)
            {
                audience.OnNodeLost(id, core.Table.UsersOf(id).Count);
                Lose(id, node);
            }
        }
    }

    public void Stop() => Send(new NodeMessage { Kind = NodeMessageKind.Bye });

    /// <exception cref="System.Text.Json.JsonException">It is no presence message.</exception>
    public void Receive(string id, ReadOnlyMemory<byte> bytes)
    {
        var message = NodeMessage.Read(bytes.Span);
        var node = Hear(id);
        switch (message.Kind)
        {
            case NodeMessageKind.Hello:
                SendState(id);
                break;
            case NodeMessageKind.Ask when message.To == channel.NodeId:
                SendState(id);
                break;
            case NodeMessageKind.State when message.To is null || message.To == channel.NodeId:
                TakeState(id, node, message);
                break;
            case NodeMessageKind.Change:
                TakeChange(id, node, message);
                break;
            case NodeMessageKind.Beat when message.Number != node.Number:
                Ask(id, node);
                break;
            case NodeMessageKind.Bye:
                Lose(id, node);
                break;
            case NodeMessageKind.Say when message.UserId is { } userId:
                core.TakeState(userId, message.State, message.At);
                break;
            case NodeMessageKind.Watch or NodeMessageKind.Unwatch when message is { UserId: { } viewer, Watched: { } watched }:
                core.OnWatchAsked(viewer, watched, message.Kind == NodeMessageKind.Watch);
                break;
        }
    }

    /// <summary>Lets go of a user of a node that was lost, unless that has come back.</summary>
    public void Forget(string id, string userId, long loss)
    {
        if (!_nodes.TryGetValue(id, out var node) || node.Loss != loss)
        {
            return;
        }

        core.Apply(id, userId, null, node.HeardAt);
        DropIfEmpty(id);
    }

    private RemoteNode Hear(string id)
    {
        if (!_nodes.TryGetValue(id, out var node))
        {
            _nodes.Add(id, node = new RemoteNode());
        }

        if (node.Loss != 0)
        {
            // It was silent for long and is back: some of its users may have been let go.
            (node.Loss, node.Number, node.Incoming) = (0, null, null);
        }

        node.Heard = time.GetTimestamp();
        node.HeardAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        return node;
    }

    private void TakeState(string id, RemoteNode node, NodeMessage message)
    {
        if (message.Part == 0)
        {
            (node.Incoming, node.Parts) = (new HashSet<string>(StringComparer.Ordinal), 0);
        }

        if (node.Incoming is not { } incoming || message.Part != node.Parts++)
        {
            node.Incoming = null; // without a part that got lost its users would seem to have gone
            Ask(id, node);
            return;
        }

        foreach (var user in message.Users ?? [])
        {
            incoming.Add(user.Id);
            core.Apply(id, user.Id, user.User, user.LeftAt);
        }

        if (message.IsLast)
        {
            foreach (var gone in core.Table.UsersOf(id).Where(user => !incoming.Contains(user)))
            {
                core.Apply(id, gone, null, node.HeardAt);
            }

            (node.Number, node.Incoming, node.Asked) = (message.Number, null, null);
        }
    }

    private void TakeChange(string id, RemoteNode node, NodeMessage message)
    {
        if (message.Number <= node.Number)
        {
            return; // a state that came before has it
        }

        if (node.Number is not { } last || message.Number != last + 1)
        {
            node.Number = null;
            Ask(id, node);
            return;
        }

        node.Number = message.Number;
        foreach (var user in message.Users ?? [])
        {
            core.Apply(id, user.Id, user.User, user.LeftAt);
        }
    }

    // Once an interval: what comes until the answer does would ask again each time.
    private void Ask(string id, RemoteNode node)
    {
        if (node.Asked is { } asked && time.GetElapsedTime(asked) < options.NodeInterval)
        {
            return;
        }

        node.Asked = time.GetTimestamp();
        Send(new NodeMessage { Kind = NodeMessageKind.Ask, To = id });
    }

    private void Lose(string id, RemoteNode node)
    {
        node.Loss = ++_losses;
        foreach (var user in core.Table.UsersOf(id))
        {
            core.Spare(id, user, node.Loss);
        }

        DropIfEmpty(id);
    }

    private void DropIfEmpty(string id)
    {
        if (core.Table.UsersOf(id).Count == 0)
        {
            _nodes.Remove(id);
        }
    }

    private void SendState(string? to)
    {
        var users = core.LocalUsers.Select(static entry => new NodeMessageUser(entry.UserId, entry.User)).Chunk(UsersPerMessage).ToArray();
        for (var i = 0; i < Math.Max(users.Length, 1); i++)
        {
            Send(new NodeMessage
            {
                Kind = NodeMessageKind.State,
                Number = _number,
                To = to,
                Users = users.Length == 0 ? [] : users[i],
                Part = i,
                IsLast = i >= users.Length - 1,
            });
        }
    }

    private void SendChange(NodeMessageUser user) =>
        Send(new NodeMessage { Kind = NodeMessageKind.Change, Number = ++_number, Users = [user] });

    private void Send(NodeMessage message) => channel.Send(message.ToBytes());
}
