using Demo.Chat.Presence;
using Demo.Chat.Rooms;

namespace Demo.Chat.Contacts;

/// <summary>What a write changes between accounts. It is told when the write is on disk, in the order of the writes, to all devices of whom it concerns.</summary>
internal sealed class ContactNews(ChatEvents events, WhoIsThere presence)
{
    private readonly List<Func<Task>> _news = [];

    public void Added(string account, ContactView contact) => Tell(() => events.ContactAdded(account, contact));

    public void Removed(string account, string contact) => Tell(() => events.ContactRemoved(account, contact));

    /// <param name="account">Who was asked; somebody whom there is not where nobody is to hear of it, which takes as long.</param>
    /// <param name="request">What they see.</param>
    public void Received(string account, ReceivedRequest request) => Tell(() => events.RequestReceived(account, request));

    public void Sent(string account, SentRequest request) => Tell(() => events.RequestSent(account, request));

    public void Ended(string account, string request) => Tell(() => events.RequestEnded(account, request));

    public void Blocked(string account, ContactView other) => Tell(() => events.Blocked(account, other));

    public void Unblocked(string account, string other) => Tell(() => events.Unblocked(account, other));

    public void Meet(string one, string other) => _news.Add(() => presence.MeetAsync(one, other));

    public void Part(string one, string other) => _news.Add(() => presence.PartAsync(one, other));

    public void Opened(string account, RoomView room) => _news.Add(() => events.OpenRoomAsync(account, room));

    public void Closed(string account, RoomView room) => _news.Add(() => events.CloseRoomAsync(account, room));

    /// <summary>Begins to tell all of it, at once and in order; the task ends when all have taken it.</summary>
    public Task TellAsync() => Task.WhenAll(_news.ConvertAll(static tell => tell()));

    private void Tell(Action emit) => _news.Add(() =>
    {
        emit();
        return Task.CompletedTask;
    });
}
