using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sockeye.Browser.Tests.Accounts;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>A Socket.IO client of some lines, in one namespace of the demo, with a visitor's cookie. It keeps the events that come, in order.</summary>
internal sealed class ChatClient : IAsyncDisposable
{
    private readonly ClientWebSocket _webSocket = new();
    private readonly Channel<(string Name, JsonNode? Argument)> _events = Channel.CreateUnbounded<(string, JsonNode?)>();
    private readonly Dictionary<int, TaskCompletionSource<JsonNode>> _acks = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly string _prefix;
    private Task _reading = Task.CompletedTask;
    private int _lastAck;

    private ChatClient(string ns) => _prefix = ns == "/" ? "" : ns + ",";

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    /// <summary>Gets what the namespace answered to CONNECT: <c>{ sid }</c>, or <c>{ message }</c> where it refused.</summary>
    public JsonNode Connected { get; private set; } = new JsonObject();

    /// <summary>Gets a task that ends when the server has closed the connection.</summary>
    public Task Closed => _reading;

    public static async Task<ChatClient> ConnectAsync(string address, string? cookies, string ns = "/chat", object? auth = null)
    {
        var client = new ChatClient(ns);
        if (cookies is not null)
        {
            client._webSocket.Options.SetRequestHeader("Cookie", cookies);
        }

        await client._webSocket.ConnectAsync(new Uri(address.Replace("http", "ws", StringComparison.Ordinal) + "/socket.io/?EIO=4&transport=websocket"), Aborted);
        Assert.StartsWith("0{", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("40" + client._prefix + (auth is null ? "" : JsonSerializer.Serialize(auth)));
        var answer = (await client.ReceiveAsync())!;
        client.Connected = JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..])!;
        client._reading = client.ReadAsync();
        return client;
    }

    public static Task<ChatClient> ConnectAsync(string address, Visitor visitor) => ConnectAsync(address, visitor.Cookies);

    /// <summary>Emits, and waits for the acknowledgement.</summary>
    public async Task<JsonNode> AskAsync(string eventName, object? argument)
    {
        var id = Interlocked.Increment(ref _lastAck);
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_acks)
        {
            _acks[id] = answer;
        }

        await SendAsync(string.Create(CultureInfo.InvariantCulture, $"42{_prefix}{id}{Json(eventName, argument)}"));
        return await answer.Task.DefaultTimeout();
    }

    public Task EmitAsync(string eventName, object? argument) => SendAsync($"42{_prefix}{Json(eventName, argument)}");

    /// <summary>Waits for the next event of a name; others before it are passed over.</summary>
    public async Task<JsonNode> NextAsync(string eventName)
    {
        while (true)
        {
            var (name, argument) = await _events.Reader.ReadAsync(Aborted).AsTask().DefaultTimeout();
            if (name == eventName)
            {
                return argument!;
            }
        }
    }

    /// <summary>Gets all events of a name that have come until an answer to a question came, which is after whatever was sent before it.</summary>
    public async Task<List<JsonNode?>> SoFarAsync(string eventName) =>
        [.. (await AllSoFarAsync()).Where(received => received.Name == eventName).Select(static received => received.Argument)];

    /// <summary>Gets the names of all events that have come until then.</summary>
    public async Task<List<string>> NamesSoFarAsync() => [.. (await AllSoFarAsync()).Select(static received => received.Name)];

    public async ValueTask DisposeAsync()
    {
        _webSocket.Abort();
        await _reading;
        _webSocket.Dispose();
        _sending.Dispose();
    }

    private async Task<List<(string Name, JsonNode? Argument)>> AllSoFarAsync()
    {
        await AskAsync("read", null);
        var found = new List<(string, JsonNode?)>();
        while (_events.Reader.TryRead(out var received))
        {
            found.Add(received);
        }

        return found;
    }

    private static string Json(string eventName, object? argument) =>
        JsonSerializer.Serialize(new[] { eventName, argument }, JsonSerializerOptions.Web);

    private async Task SendAsync(string packet)
    {
        await _sending.WaitAsync(Aborted);
        try
        {
            await _webSocket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, Aborted);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<string?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _webSocket.ReceiveAsync(buffer, CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
            }
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await ReceiveAsync() is { } packet)
            {
                if (packet == "2")
                {
                    await SendAsync("3");
                }
                else if (packet.StartsWith('4') && packet.IndexOf('[', StringComparison.Ordinal) is > 0 and var start)
                {
                    Take(packet[1], packet[(2 + _prefix.Length)..start], JsonNode.Parse(packet[start..])!.AsArray());
                }
            }
        }
        catch (WebSocketException)
        {
            // Dropped, by either side: nothing more comes.
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Disposed of.
        }

        _events.Writer.TryComplete();
        lock (_acks)
        {
            foreach (var answer in _acks.Values)
            {
                answer.TrySetException(new IOException("The connection ended before the answer came."));
            }
        }
    }

    private void Take(char type, string id, JsonArray data)
    {
        if (type == '3')
        {
            lock (_acks)
            {
                _acks[int.Parse(id, CultureInfo.InvariantCulture)].TrySetResult(data[0]!.DeepClone());
            }
        }
        else if (type == '2')
        {
            _events.Writer.TryWrite((data[0]!.GetValue<string>(), data.Count > 1 ? data[1]?.DeepClone() : null));
        }
    }
}
