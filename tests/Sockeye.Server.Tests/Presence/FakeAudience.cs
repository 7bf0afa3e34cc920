using Sockeye.Adapters;
using Sockeye.Protocol.EngineIO;
using Sockeye.Server.Presence;

namespace Sockeye.Server.Tests.Presence;

internal sealed class FakeAudience : IPresenceAudience
{
    private static readonly EncodedMessage Nothing = EncodedMessage.Text([]);

    public List<PresenceChange> Changes { get; } = [];

    public List<string> Lost { get; } = [];

    public List<string> Unreadable { get; } = [];

    public BroadcastPacket Pack(IReadOnlyList<UserPresence> users, bool isSnapshot) => new("presence", Nothing, BroadcastModes.None, [users, isSnapshot]);

    public void OnChange(PresenceChange change) => Changes.Add(change);

    public void OnWatchAsked(PendingWatch pending, IReadOnlyList<string> users)
    {
    }

    public void OnNodeLost(string node, int users) => Lost.Add(node);

    public void OnUnreadable(string node, Exception exception) => Unreadable.Add(node);
}
