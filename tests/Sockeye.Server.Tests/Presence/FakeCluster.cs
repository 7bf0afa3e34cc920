using Sockeye.Adapters;
using Sockeye.Server.Presence;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Presence;

/// <summary>Nodes that hear each other when <see cref="Flush"/> is called, or not at all.</summary>
internal sealed class FakeCluster(PresenceOptions options, ManualTimeProvider time)
{
    private readonly List<Node> _nodes = [];
    private readonly Queue<(Node From, Node To, ReadOnlyMemory<byte> Message)> _underWay = new();

    /// <summary>Gets or sets which messages get lost.</summary>
    public Func<bool> Loses { get; set; } = static () => false;

    public int Sent { get; private set; }

    public Node Add(string id)
    {
        var node = new Node(id, this);
        node.Core = new PresenceCore(options, time, node.Audience, node);
        _nodes.Add(node);
        node.Core.Start();
        return node;
    }

    /// <summary>Takes a node away, as a crash does.</summary>
    public void Kill(Node node) => _nodes.Remove(node);

    /// <summary>Delivers what is under way, and what comes of it.</summary>
    public void Flush()
    {
        while (_underWay.TryDequeue(out var next))
        {
            if (_nodes.Contains(next.To) && !Loses())
            {
                next.To.Core.Receive(next.From.NodeId, next.Message);
            }
        }
    }

    /// <summary>Lets time go by, with beats and grace periods.</summary>
    public void Pass(TimeSpan span)
    {
        for (var end = time.GetUtcNow() + span; time.GetUtcNow() < end;)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            foreach (var node in _nodes.ToArray())
            {
                node.Core.Beat();
                node.Core.Lapse();
            }

            Flush();
        }
    }

    internal sealed class Node(string id, FakeCluster cluster) : INodeChannel
    {
        public string NodeId => id;

        public FakeAudience Audience { get; } = new();

        public PresenceCore Core { get; set; } = null!;

        public void Send(ReadOnlyMemory<byte> message)
        {
            cluster.Sent++;
            foreach (var other in cluster._nodes.Where(other => other != this))
            {
                cluster._underWay.Enqueue((this, other, message));
            }
        }
    }
}
