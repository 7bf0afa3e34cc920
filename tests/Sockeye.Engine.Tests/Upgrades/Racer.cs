using System.Globalization;
using System.Text;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Upgrades;

/// <summary>A client and a server that send each other numbers while the client upgrades, or does not; a seed says when each of them does what.</summary>
internal sealed class Racer
{
    private const int Messages = 24;

    private readonly EngineHost _host;
    private readonly PollingClient _client;
    private readonly Random _random;
    private readonly List<string> _received = [];
    private Task<(System.Net.HttpStatusCode Status, string Body)>? _poll;
    private int _sent;

    private Racer(EngineHost host, PollingClient client, Random random)
    {
        _host = host;
        _client = client;
        _random = random;
    }

    public static async Task RaceAsync(EngineHost host, int seed, Abort? abort)
    {
        var random = new Random(seed);
        var racer = new Racer(host, await PollingClient.OpenAsync(host), random);
        var serving = racer.ServeAsync(new Random(seed + 1));
        await racer.PostAsync(random.Next(Messages / 2));
        if (abort is not Abort.AfterTheMove)
        {
            for (var aborts = abort is null ? 0 : random.Next(1, 3); aborts > 0; aborts--)
            {
                await racer.AbortAsync(abort!.Value);
                await racer.PostAsync(random.Next(Messages / 4));
            }

            await using var socket = abort is null || random.Next(2) == 0 ? await racer.MoveAsync() : null;
            await racer.PostAsync(Messages - racer._sent); // where it has not moved
            await serving;
            await racer.FinishAsync();
        }
        else
        {
            await racer.VanishAsync(serving);
        }
    }

    /// <summary>The server's half: a number in text, every third with its binary behind it.</summary>
    private async Task ServeAsync(Random random)
    {
        for (var i = 0; i < Messages; i++)
        {
            var text = Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
            _client.Handler.Session.Send(i % 3 == 0 ? EncodedMessage.Text(text, next: EncodedMessage.Binary([(byte)i])) : EncodedMessage.Text(text));
            await PauseAsync(random);
        }
    }

    private async Task PostAsync(int count)
    {
        for (var last = Math.Min(_sent + count, Messages); _sent < last;)
        {
            var batch = Enumerable.Range(_sent, Math.Min(_random.Next(1, 4), last - _sent)).ToArray();
            Assert.Equal("ok", (await _client.PostAsync(string.Join('\u001e', batch.Select(static number => $"4{number}")))).Body);
            _sent += batch.Length;
            await PauseAsync(_random);
            await PollAsync(wait: false);
        }
    }

    /// <summary>Takes what a poll has brought and polls again.</summary>
    private async Task PollAsync(bool wait)
    {
        if (_poll is not null && (wait || _poll.IsCompleted))
        {
            var (status, body) = await _poll;
            Assert.Equal(System.Net.HttpStatusCode.OK, status);
            _received.AddRange(body.Split('\u001e').Where(static packet => packet != "6").Select(Plain));
            _poll = null;
        }

        _poll ??= _client.GetAsync();
    }

    private async Task<RawWebSocket> MoveAsync()
    {
        var socket = await ProbeAsync();
        await PauseAsync(_random);
        for (var more = _random.Next(3); more > 0; more--)
        {
            await PollAsync(wait: true); // the server ends each
        }

        await PollAsync(wait: false);
        _received.AddRange((await _poll!).Body.Split('\u001e').Where(static packet => packet != "6").Select(Plain));
        await PauseAsync(_random); // the official client waits for its poll, and moves then
        await socket.SendTextAsync("5");
        while (_sent < Messages)
        {
            await socket.SendTextAsync($"4{_sent++}");
            await PauseAsync(_random);
        }

        while (_received.Count < Messages + (Messages / 3))
        {
            _received.Add((await socket.ReadAsync()).Text);
        }

        await Eventually.TrueAsync(() => _client.Handler.Upgrades > 0); // all may have come by polling, before the server has read that the client moves

        return socket;
    }

    /// <summary>Gives an upgrade up somewhere, and goes on polling all the while.</summary>
    private async Task AbortAsync(Abort at)
    {
        await PollAsync(wait: false);
        if (at is Abort.BeforeTheHandshake or Abort.InTheHandshake)
        {
            await using var connection = await RawConnection.OpenAsync(_host.Url);
            await connection.SendAsync(Encoding.ASCII.GetBytes(at == Abort.InTheHandshake ? $"GET /engine.io/?EIO=4&transport=websocket&sid={_client.Sid} HTTP/1.1\r\nConn" : ""));
            await EndAsync(connection);
            return;
        }

        await using var socket = await (at is Abort.AfterTheHandshake or Abort.AfterTheProbe ? OpenAsync() : ProbeAsync());
        await PauseAsync(_random);
        await (at switch
        {
            Abort.AfterTheProbe => socket.SendTextAsync("2probe"),
            Abort.WithAnotherPacket => socket.SendTextAsync("4too early"),
            Abort.WithAClosingFrame => socket.SendAsync(WireFrame.CloseFrame, default),
            Abort.InsideTheLastFrame => socket.Connection.SendAsync(RawWebSocket.Frame(WireFrame.TextFrame, "5"u8).AsMemory(0, 6)),
            _ => Task.CompletedTask,
        });
        await PauseAsync(_random);
        await EndAsync(socket.Connection);
    }

    /// <summary>Moves and is gone.</summary>
    private async Task VanishAsync(Task serving)
    {
        await using var socket = await ProbeAsync();
        await PollAsync(wait: true);
        await socket.SendTextAsync("5");
        for (var more = _random.Next(Messages - _sent + 1); more > 0; more--)
        {
            await socket.SendTextAsync($"4{_sent++}");
        }

        await PauseAsync(_random);
        if (_random.Next(2) == 0)
        {
            socket.Connection.Reset();
        }
        else
        {
            await socket.DisposeAsync();
        }

        await serving;
        if (!_client.Handler.Closed.IsCompleted)
        {
            // A reset takes back what the server has not read: it may not know of the move. Where it learns of the end meanwhile, it ends this request with the session.
            var failure = await Record.ExceptionAsync(() => _client.PostAsync("1"));
            Assert.True(failure is null or HttpRequestException, failure?.ToString());
        }

        var reason = (await _client.Handler.Closed.DefaultTimeout()).Reason;
        Assert.True(reason is CloseReason.TransportClose or CloseReason.TransportError, reason.ToString());
        var heard = await _client.Handler.Messages.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Numbers(heard.Count), heard);
        Assert.InRange(heard.Count, 0, _sent);
        Assert.Equal(Expected().Take(_received.Count), _received);
    }

    private async Task FinishAsync()
    {
        while (_received.Count < Expected().Count())
        {
            await PollAsync(wait: true);
        }

        Assert.Equal(Expected(), _received);
        for (var i = 0; i < Messages; i++)
        {
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), await _client.Handler.NextAsync());
        }

        Assert.Equal(SessionState.Open, _client.Handler.Session.State);
        _client.Handler.Session.Close(CloseMode.Discard);
        await _client.Handler.Closed.DefaultTimeout();
        Assert.False(_client.Handler.Messages.TryRead(out var more), more); // nothing came twice
    }

    private async Task<RawWebSocket> OpenAsync()
    {
        await PauseAsync(_random);
        return await RawWebSocket.OpenAsync(_host, $"EIO=4&transport=websocket&sid={_client.Sid}");
    }

    /// <summary>Probes; again where the server has not seen yet that the WebSocket before has gone.</summary>
    private async Task<RawWebSocket> ProbeAsync()
    {
        while (true)
        {
            var socket = await OpenAsync();
            try
            {
                await socket.SendTextAsync("2probe");
                if ((await socket.ReadAsync()).Text == "3probe")
                {
                    return socket;
                }
            }
            catch (IOException)
            {
                // Closed, as above.
            }

            await socket.DisposeAsync();
        }
    }

    private async Task EndAsync(RawConnection connection)
    {
        if (_random.Next(2) == 0)
        {
            connection.Reset();
        }

        await PollAsync(wait: false);
    }

    /// <summary>Mostly none, sometimes a few turns of whoever else runs, sometimes many.</summary>
    private static async Task PauseAsync(Random random)
    {
        for (var turns = random.Next(4) switch { 0 => random.Next(200), 1 => random.Next(10), _ => 0 }; turns > 0; turns--)
        {
            await Task.Yield();
        }
    }

    private static string Plain(string packet) => packet.StartsWith('b') ? "0x" + Convert.ToHexStringLower(Convert.FromBase64String(packet[1..])) : packet;

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(0, count).Select(static number => number.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<string> Expected() =>
        Enumerable.Range(0, Messages).SelectMany(static number => number % 3 == 0 ? [$"4{number}", $"0x{number:x2}"] : new[] { $"4{number}" });
}
