using System.Collections;
using Sockeye.Engine.RawWebSockets;

namespace Sockeye;

/// <summary>The open clients of a <see cref="WebSocketServer"/>, or all but some. What is sent to them is encoded once.</summary>
/// <remarks>Safe for use from many threads. An enumeration shows those that were open when it began.</remarks>
public sealed class WebSocketClientSet : IReadOnlyCollection<WebSocketClient>
{
    private readonly ClientTable _table;
    private readonly WebSocketClient[] _except;

    internal WebSocketClientSet(ClientTable table, WebSocketClient[] except)
    {
        _table = table;
        _except = except;
    }

    /// <summary>Gets how many there are now.</summary>
    public int Count => _except.Length == 0 ? _table.Count : _table.ToArray().Count(client => !IsLeftOut(client));

    /// <summary>Gives the same set without some clients.</summary>
    /// <param name="clients">Who is left out.</param>
    public WebSocketClientSet Except(params ReadOnlySpan<WebSocketClient> clients) => new(_table, [.. _except, .. clients]);

    /// <summary>Sends to each of them; see <see cref="WebSocketClient.Send"/>.</summary>
    /// <param name="message">The message.</param>
    public void Send(WebSocketMessage message)
    {
        var encoded = message.ToEncoded();
        foreach (var client in _table.ToArray())
        {
            if (!IsLeftOut(client))
            {
                client.Life.Send(encoded);
            }
        }
    }

    /// <summary>Sends to each of them, and waits until each has taken the message or has been closed; see <see cref="WebSocketClient.SendAsync"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up the wait; those that had no room by then do not get the message.</param>
    /// <returns>How many took it.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async ValueTask<int> SendAsync(WebSocketMessage message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var encoded = message.ToEncoded();
        var taken = 0;
        List<Task<bool>>? waiting = null;
        foreach (var client in _table.ToArray())
        {
            if (IsLeftOut(client))
            {
                continue;
            }

            var sending = client.Life.SendAsync(encoded, cancellationToken);
            if (sending.IsCompletedSuccessfully)
            {
                taken += sending.Result ? 1 : 0;
            }
            else
            {
                (waiting ??= []).Add(sending.AsTask());
            }
        }

        var late = waiting is null ? [] : await Task.WhenAll(waiting).ConfigureAwait(false);
        return taken + late.Count(static wasTaken => wasTaken);
    }

    /// <summary>Sends to those that can take the message at once, and drops it for the others.</summary>
    /// <param name="message">The message.</param>
    /// <returns>How many took it.</returns>
    public int SendVolatile(WebSocketMessage message)
    {
        var encoded = message.ToEncoded();
        var taken = 0;
        foreach (var client in _table.ToArray())
        {
            taken += !IsLeftOut(client) && client.Life.TrySendVolatile(encoded) ? 1 : 0;
        }

        return taken;
    }

    /// <inheritdoc />
    public IEnumerator<WebSocketClient> GetEnumerator() => _table.ToArray().Where(client => !IsLeftOut(client)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool IsLeftOut(WebSocketClient client) => Array.IndexOf(_except, client) >= 0;
}
