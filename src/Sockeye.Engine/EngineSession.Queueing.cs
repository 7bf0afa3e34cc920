using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>Sending in two steps, for those who keep an order under a lock of their own.</summary>
public sealed partial class EngineSession
{
    /// <summary>
    /// Queues a message behind what was sent before; otherwise like <see cref="Send(EncodedMessage, SlowClientPolicy?)"/>. Nothing is written and nobody is called, so
    /// that it may be done under a lock, until <see cref="Flush"/>, which must follow.
    /// </summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="policy">What becomes of it where too much waits.</param>
    /// <returns>Whether it was taken: not where it is dropped, and not where the session has ended.</returns>
    public bool Queue(EncodedMessage message, SlowClientPolicy policy) => Queue<object?>(message, policy, null, null);

    /// <inheritdoc cref="Queue(EncodedMessage, SlowClientPolicy)"/>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="policy">What becomes of it where too much waits.</param>
    /// <param name="state">Whatever <paramref name="note"/> needs.</param>
    /// <param name="note">
    /// Notes the order in which messages go out: called with <see cref="QueuePlace.Next"/> unless the message is dropped for <see cref="SlowClientPolicy.Drop"/>. It
    /// runs under the session's lock, and may do nothing else.
    /// </param>
    /// <typeparam name="T">What the note needs.</typeparam>
    public bool Queue<T>(EncodedMessage message, SlowClientPolicy policy, T state, Action<T, QueuePlace>? note)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Outbox.Queue(message, policy, state, note);
    }

    /// <summary>Queues messages if there is room for all of them, and none otherwise. <see cref="Flush"/> must follow.</summary>
    /// <param name="messages">The messages.</param>
    /// <returns>Whether there was room, or the session has ended, which its handler is told.</returns>
    public bool TryQueue(ReadOnlySpan<EncodedMessage> messages) => Outbox.TryQueue(messages);

    /// <summary>
    /// Queues a message when there is room for it; otherwise like <see cref="SendAsync(EncodedMessage, SlowClientPolicy, CancellationToken)"/>. <see cref="Flush"/> must
    /// follow the call, and not wait for its task.
    /// </summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="policy">What becomes of it, or of the client, where there is no room in time.</param>
    /// <param name="state">Whatever <paramref name="note"/> needs.</param>
    /// <param name="note">
    /// Notes the order in which messages go out: called with <see cref="QueuePlace.Next"/>; or with <see cref="QueuePlace.Waits"/>, and with
    /// <see cref="QueuePlace.Late"/> if it goes out in the end. It runs under the session's lock, and may do nothing else.
    /// </param>
    /// <param name="cancellationToken">Gives up the wait; the message is not sent then.</param>
    /// <typeparam name="T">What the note needs.</typeparam>
    /// <returns>Whether the session took it; <see langword="false"/> when it was dropped, or the session ended first.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public ValueTask<bool> QueueAsync<T>(
        EncodedMessage message, SlowClientPolicy policy, T state, Action<T, QueuePlace>? note, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Outbox.QueueAsync(this, message, policy, PolicyOfNeeded, state, note, cancellationToken);
    }

    /// <summary>Writes what was queued, and does what the policy says to a client that has too much waiting. Not under a lock: it calls observers.</summary>
    /// <param name="messages">What was queued, of which observers are to hear.</param>
    public void Flush(params ReadOnlySpan<EncodedMessage> messages)
    {
        if (Outbox.Watch is { } watch)
        {
            foreach (var message in messages)
            {
                watch.OnCreate(message);
            }
        }

        Outbox.Flush(this);
    }
}
