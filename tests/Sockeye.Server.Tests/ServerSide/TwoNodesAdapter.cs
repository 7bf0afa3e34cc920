using Sockeye.Adapters;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Tests.ServerSide;

/// <summary>
/// An adapter for two servers in one process, to show that the seam carries a cluster: each verb is done here and handed to the other node.
/// </summary>
internal sealed class TwoNodesAdapter(string name, LocalSockets local, TwoNodesAdapter.Cluster cluster) : Adapter(local)
{
    /// <summary>Gets whether the other node has stopped answering.</summary>
    private bool OtherIsSilent => cluster.IsSilent;

    private INodeListener? Listener { get; set; }

    private TwoNodesAdapter? Other => cluster.Find(name, this);

    public override void Broadcast(BroadcastPacket packet, Target target)
    {
        base.Broadcast(packet, target);
        if (!packet.Modes.HasFlag(BroadcastModes.Local))
        {
            Other?.Local.Deliver(packet, target);
        }
    }

    public override async ValueTask AskAsync(
        BroadcastPacket packet, Target target, TimeSpan timeout, IBroadcastAnswers answers, CancellationToken cancellationToken = default)
    {
        await base.AskAsync(packet, target, timeout, answers, cancellationToken);
        if (OtherIsSilent)
        {
            answers.Expect(Other!.Local.Select(target).Count);
        }
        else
        {
            Other?.Local.Ask(packet, target, timeout, new Unnamed(answers));
        }
    }

    public override async ValueTask JoinSocketsAsync(
        Target target, IReadOnlyList<string> rooms, BroadcastModes modes, CancellationToken cancellationToken = default)
    {
        await base.JoinSocketsAsync(target, rooms, modes, cancellationToken);
        if (!modes.HasFlag(BroadcastModes.Local) && Other is { } other)
        {
            await other.JoinSocketsAsync(target, rooms, BroadcastModes.Local, cancellationToken);
        }
    }

    public override async ValueTask LeaveSocketsAsync(
        Target target, IReadOnlyList<string> rooms, BroadcastModes modes, CancellationToken cancellationToken = default)
    {
        await base.LeaveSocketsAsync(target, rooms, modes, cancellationToken);
        if (!modes.HasFlag(BroadcastModes.Local) && Other is { } other)
        {
            await other.LeaveSocketsAsync(target, rooms, BroadcastModes.Local, cancellationToken);
        }
    }

    public override async ValueTask DisconnectSocketsAsync(
        Target target, bool close, BroadcastModes modes, CancellationToken cancellationToken = default)
    {
        await base.DisconnectSocketsAsync(target, close, modes, cancellationToken);
        if (!modes.HasFlag(BroadcastModes.Local))
        {
            Other?.Local.Disconnect(target, close);
        }
    }

    public override ValueTask<IReadOnlyList<SocketDetails>> FetchRemoteSocketsAsync(
        Target target, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<SocketDetails>>(
            OtherIsSilent || Other is null ? [] : [.. Other.Local.Select(target).Select(static socket => socket.Describe())]);

    public override void ServerSideEmit(string eventName, EventArguments arguments) =>
        Other?.Local.ReceiveServerSide(eventName, arguments, Ack.Unwanted);

    public override ValueTask ServerSideAskAsync(
        string eventName, EventArguments arguments, TimeSpan timeout, IBroadcastAnswers answers, CancellationToken cancellationToken = default)
    {
        answers.Expect(1);
        if (!OtherIsSilent)
        {
            Other?.Local.ReceiveServerSide(eventName, arguments, new Reply(answers));
        }

        return ValueTask.CompletedTask;
    }

    public override INodeChannel OpenNodeChannel(INodeListener listener)
    {
        Listener = listener;
        return new Channel(this);
    }

    private sealed class Channel(TwoNodesAdapter owner) : INodeChannel
    {
        public string NodeId { get; } = Guid.NewGuid().ToString();

        public void Send(ReadOnlyMemory<byte> message)
        {
            if (!owner.OtherIsSilent)
            {
                owner.Other?.Listener?.OnNodeMessage(NodeId, message);
            }
        }
    }

    internal sealed class Cluster
    {
        private readonly List<(string Name, TwoNodesAdapter Adapter)> _adapters = [];

        public bool IsSilent { get; set; }

        public Adapter Add(string name, LocalSockets local)
        {
            var adapter = new TwoNodesAdapter(name, local, this);
            _adapters.Add((name, adapter));
            return adapter;
        }

        public TwoNodesAdapter? Find(string name, TwoNodesAdapter except) =>
            _adapters.Find(entry => entry.Name == name && entry.Adapter != except).Adapter;
    }

    /// <summary>The other node's protocol does not say who answers, as Node's does not.</summary>
    private sealed class Unnamed(IBroadcastAnswers answers) : IBroadcastAnswers
    {
        public void Expect(int receivers) => answers.Expect(receivers);

        public void Answer(string? socketId, EventArguments answer) => answers.Answer(null, answer);

        public void Fail(string? socketId, AckFailure failure) => answers.Fail(null, failure);
    }

    private sealed class Reply(IBroadcastAnswers answers) : Ack
    {
        private static readonly PayloadSerializer Serializer = new();

        protected override void Write(ReadOnlySpan<object?> arguments) => answers.Answer(null, EventArguments.From(Serializer, arguments));
    }
}
