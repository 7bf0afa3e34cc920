using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Sockeye.ChatRig;

/// <summary>One person with the chat open: what the demo's page says on the wire, this says, too.</summary>
internal sealed class ChatClient(int number, string run, Ledger ledger) : IAsyncDisposable
{
    private const int JoinId = 0; // messages have the ids after it
    private readonly string _id = Population.IdOf(number);
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>Gets which of its contacts the client sees online.</summary>
    public ConcurrentDictionary<string, bool> Online { get; } = new();

    /// <summary>Gets what ended the connection, if anything did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Connects and opens the conversation of two.</summary>
    public async Task ConnectAsync(Uri server, HttpMessageInvoker invoker, string cookie, CancellationToken cancellationToken)
    {
        _socket.Options.SetRequestHeader("Cookie", cookie);
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        var address = new UriBuilder(server) { Scheme = "ws", Path = "/socket.io/", Query = "EIO=4&transport=websocket" }.Uri;
        await _socket.ConnectAsync(address, invoker, cancellationToken);
        _reading = ReadAllAsync();
        await _ready.Task.WaitAsync(cancellationToken);
    }

    public Task SayAsync(int message, string room) => SendAsync(
        $$"""42/chat,{{message + 1}}["sendMessage",{"room":"{{room}}","temporaryId":"{{run}}-{{message}}","text":"{{run}} {{message}} How are you getting on with the diary?"}]""");

    /// <summary>Says that the person has turned to another window, or back.</summary>
    public Task TurnAwayAsync(bool isAway) => SendAsync($"42/chat,[\"away\",{(isAway ? "true" : "false")}]");

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _closing.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.GetMemory(2048), _closing.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    throw new InvalidOperationException($"The server closed the connection of client {number}.");
                }

                buffer.Advance(part.Count);
                if (part.EndOfMessage)
                {
                    await TakeAsync(buffer.WrittenMemory);
                    buffer.ResetWrittenCount();
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            _ready.TrySetCanceled();
        }
        catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or JsonException)
        {
            Failure = exception;
            _ready.TrySetException(exception);
        }
    }

    private Task TakeAsync(ReadOnlyMemory<byte> packet)
    {
        var text = packet.Span;
        if (text.SequenceEqual("2"u8))
        {
            return SendAsync("3");
        }

        if (text.StartsWith("0{"u8))
        {
            return OpenAsync();
        }

        if (text.StartsWith("40/chat,"u8))
        {
            return SendAsync($$"""42/chat,{{JoinId}}["join_chat",{"room":"{{Population.DirectOf(number)}}"}]""");
        }

        if (text.StartsWith("43/chat,"u8))
        {
            TakeAnswer(text["43/chat,".Length..]);
        }
        else if (text.StartsWith("42/chat,[\"newMessage\","u8))
        {
            return TakeMessageAsync(packet["42/chat,".Length..]);
        }
        else if (text.StartsWith("42/chat,[\"sockeye:presence\","u8))
        {
            TakePresence(packet["42/chat,".Length..]);
        }
        else if (text.StartsWith("44"u8) || text.StartsWith("41"u8) || text.StartsWith("1"u8))
        {
            throw new InvalidOperationException($"Client {number} was refused or sent away: {Encoding.UTF8.GetString(text)}");
        }

        return Task.CompletedTask; // other events, which the page shows and nobody counts
    }

    private async Task OpenAsync()
    {
        await SendAsync("40/chat,");
        await SendAsync("40/account,");
    }

    private void TakeAnswer(ReadOnlySpan<byte> answer)
    {
        var begin = answer.IndexOf((byte)'[');
        var id = int.Parse(answer[..begin], CultureInfo.InvariantCulture);
        if (answer[begin..].StartsWith("[{\"error\""u8))
        {
            throw new InvalidOperationException($"Client {number} asked and was answered: {Encoding.UTF8.GetString(answer)}");
        }

        if (id == JoinId)
        {
            _ready.TrySetResult();
        }
        else
        {
            ledger.Acknowledged(id - 1);
        }
    }

    private void TakePresence(ReadOnlyMemory<byte> arguments)
    {
        using var parsed = JsonDocument.Parse(arguments);
        var presence = parsed.RootElement[1];
        foreach (var user in presence.GetProperty("users").EnumerateArray())
        {
            Online[user.GetProperty("userId").GetString()!] = user.GetProperty("online").GetBoolean();
        }

        ledger.Seen();
    }

    private Task TakeMessageAsync(ReadOnlyMemory<byte> arguments)
    {
        using var parsed = JsonDocument.Parse(arguments);
        var message = parsed.RootElement[1];
        var isOwn = message.GetProperty("sender").ValueEquals(_id);
        var temporaryId = message.GetProperty("temporaryId").GetString()!;
        if (temporaryId.StartsWith(run + "-", StringComparison.Ordinal))
        {
            ledger.Received(int.Parse(temporaryId.AsSpan(run.Length + 1), CultureInfo.InvariantCulture), isOwn);
        }

        return isOwn ? Task.CompletedTask : SendAsync(
            $$"""42/chat,["delivered",{"room":"{{message.GetProperty("room").GetString()}}","upTo":{{message.GetProperty("id").GetInt64()}}}]""");
    }

    private async Task SendAsync(string packet)
    {
        await _sending.WaitAsync(_closing.Token);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        }
        finally
        {
            _sending.Release();
        }
    }
}
