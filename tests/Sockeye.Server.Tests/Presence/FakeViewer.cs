using Sockeye.Adapters;

namespace Sockeye.Server.Tests.Presence;

/// <summary>A socket that keeps what it is sent, and what it would show of that.</summary>
internal sealed class FakeViewer(string id) : ILocalSocket
{
    public string Id => id;

    public List<BroadcastPacket> Received { get; } = [];

    /// <summary>Gets how users are, as a page knows it.</summary>
    public Dictionary<string, UserPresence> Shown { get; } = [];

    public void Deliver(BroadcastPacket packet)
    {
        Received.Add(packet);
        var (users, isSnapshot) = ((IReadOnlyList<UserPresence>)packet.Arguments[0]!, (bool)packet.Arguments[1]!);
        if (isSnapshot)
        {
            Shown.Clear();
        }

        foreach (var user in users)
        {
            Shown[user.UserId] = user;
        }
    }

    public ValueTask DeliverAsync(BroadcastPacket packet, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void OnDelivered(BroadcastPacket packet) => throw new NotSupportedException();

    public void Ask(BroadcastPacket packet, TimeSpan timeout, IBroadcastAnswers answers) => throw new NotSupportedException();

    public void Disconnect(bool close) => throw new NotSupportedException();

    public SocketDetails Describe() => throw new NotSupportedException();
}
