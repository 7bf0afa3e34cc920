using System.Security.Claims;

namespace Sockeye.Engine;

/// <summary>The far side of a session: what a layer above the engine does with it.</summary>
public interface IEngineSessionHandler
{
    /// <summary>Takes one message, on the session's one reading loop: there is never a second call before the first has completed.</summary>
    /// <param name="data">The message. Borrowed until the returned task completes.</param>
    /// <param name="isBinary">Whether it is bytes; otherwise it is text in UTF-8.</param>
    /// <returns>
    /// A task that must not fail. While it is incomplete nothing more is read (back-pressure down to TCP; a POST is not answered yet)
    /// and the heartbeat deadline stands still.
    /// </returns>
    ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary);

    /// <summary>Says that the session has moved from polling to WebSocket.</summary>
    void OnUpgraded();

    /// <summary>
    /// Says that the session has ended. Called exactly once, on any thread, also while <see cref="OnMessageAsync"/> is incomplete.
    /// </summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">More about it, for people, or <see langword="null"/>.</param>
    void OnClosed(CloseReason reason, string? detail);

    /// <summary>
    /// Says that a later request of the session's user, such as a poll, has shown a credential that lasts longer, with which the session ends from now on:
    /// what is known of the user is what that one says. Called before the request is served, on its thread. By default nothing happens.
    /// </summary>
    /// <param name="user">The user, with the claims of that credential.</param>
    void OnCredentialShown(ClaimsPrincipal user)
    {
    }

    /// <summary>
    /// Says that it is the session's turn to be sent away, since its engine drains: what the handler sends now goes out before the session closes.
    /// </summary>
    /// <param name="isFinal">Whether the time for draining is over: the session closes whatever the answer.</param>
    /// <returns>Whether the session can go; one that cannot is asked again. By default all can.</returns>
    bool OnLeaving(bool isFinal) => true;
}
