using System.Text;
using BenchmarkDotNet.Attributes;
using Sockeye.Adapters;
using Sockeye.Protocol.EngineIO;
using Sockeye.Server.Presence;

namespace Sockeye.Benchmarks;

/// <summary>What it costs that 10,000 users go and come, by how many others are online and how many watch each: it should follow the watchers alone.</summary>
[MemoryDiagnoser]
public class PresenceBenchmarks
{
    private const int Moving = 10_000;

    private readonly Viewer[] _sockets = [.. Enumerable.Range(0, Moving).Select(static _ => new Viewer())];
    private readonly string[] _users = [.. Enumerable.Range(0, Moving).Select(static user => $"user {user}")];
    private PresenceCore _core = null!;

    /// <summary>Gets or sets how many users are online besides.</summary>
    [Params(0, 10_000, 100_000)]
    public int Others { get; set; }

    [Params(1, 10, 100)]
    public int Watchers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _core = new PresenceCore(
            new PresenceOptions { GracePeriod = TimeSpan.Zero, MaxWatchedUsers = Moving }, TimeProvider.System, new Audience(), channel: null);
        for (var other = 0; other < Others; other++)
        {
            var socket = new Viewer();
            _core.Enter(socket, $"other {other}");
            _core.BeginWatch(socket); // whom it sees the application has not said yet
        }

        for (var watcher = 0; watcher < Watchers; watcher++)
        {
            var socket = new Viewer();
            _core.Enter(socket, null);
            _core.Watch(socket, _users, isWhole: true);
        }

        Come();
    }

    /// <summary>One user goes and comes.</summary>
    [Benchmark(OperationsPerInvoke = Moving)]
    public int GoAndCome()
    {
        foreach (var socket in _sockets)
        {
            _core.Leave(socket);
        }

        _core.Lapse();
        Come();
        return _core.Table.OnlineCount;
    }

    private void Come()
    {
        for (var user = 0; user < Moving; user++)
        {
            _core.Enter(_sockets[user], _users[user]);
        }
    }

    private sealed class Audience : IPresenceAudience
    {
        public BroadcastPacket Pack(IReadOnlyList<UserPresence> users, bool isSnapshot)
        {
            var json = PresenceJson.Write(users, isSnapshot).GetRawText();
            return new BroadcastPacket("sockeye:presence", EncodedMessage.Text(Encoding.UTF8.GetBytes(json)), BroadcastModes.None, []);
        }

        public void OnChange(PresenceChange change)
        {
        }

        public void OnWatchAsked(PendingWatch pending, IReadOnlyList<string> users)
        {
        }

        public void OnNodeLost(string node, int users)
        {
        }

        public void OnUnreadable(string node, Exception exception)
        {
        }
    }

    private sealed class Viewer : ILocalSocket
    {
        public string Id => "";

        public BroadcastPacket? Last { get; private set; }

        public void Deliver(BroadcastPacket packet) => Last = packet;

        public ValueTask DeliverAsync(BroadcastPacket packet, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void OnDelivered(BroadcastPacket packet)
        {
        }

        public void Ask(BroadcastPacket packet, TimeSpan timeout, IBroadcastAnswers answers)
        {
        }

        public void Disconnect(bool close)
        {
        }

        public SocketDetails Describe() => throw new NotSupportedException();
    }
}
