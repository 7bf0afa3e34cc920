using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Sockeye.Server.Tests.SlowClients;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Recovery;

/// <summary>A slow client that loses its connection again and again while several threads emit, with and without waiting for it.</summary>
public sealed class RecoveryTrafficTests
{
    private const int Emitters = 3;
    private const int Emits = 300;

    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly ConcurrentBag<int> _sent = [];
    private readonly List<int> _received = [];
    private string? _offset;

    public static IEnumerable<object[]> Seeds => SeededRuns.Rows(5);

    [Theory, MemberData(nameof(Seeds)), Trait("Behaviour", "7")]
    public async Task Nothing_is_lost_or_doubled_and_what_one_thread_emits_stays_in_order(int seed)
    {
        await using var world = await RecoveryWorld.StartAsync(configure: static options => options.OutboundRoomBytes = 150);
        var random = new Random(seed);
        var client = await IdlePoller.OpenAsync(world.Address);
        await client.PostAsync("40");
        var pid = JsonDocument.Parse((await client.PollAsync())[2..]).RootElement.GetProperty("pid").GetString()!;
        var socket = world.Only();
        await socket.JoinAsync("room", Cancelled);
        var emitting = Task.WhenAll(Enumerable.Range(0, Emitters).Select(thread => Task.Run(() => EmitAsync(socket, thread, new Random((10 * seed) + thread)), Cancelled)));

        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        while (!emitting.IsCompleted || _received.Count < _sent.Count)
        {
            Assert.False(
                late.IsCancellationRequested,
                $"Emitted {_sent.Count}, received {_received.Count} in {world.Recovered.Count + 1} connections; not {string.Join(' ', _sent.Except(_received).Order())}.");
            var session = world.Io.Sockets.SingleOrDefault()?.Session;
            if (session?.Outbound.WaitingPackets is not > 0)
            {
                await Task.Yield();
            }
            else if (random.Next(4) > 0)
            {
                Read(await client.PollAsync());
            }
            else
            {
                if (random.Next(2) == 0)
                {
                    await client.PostAsync("1"); // otherwise it is back before it was missed
                }

                client.Dispose();
                client = await IdlePoller.OpenAsync(world.Address);
                await client.PostAsync(_offset is null ? $"40{{\"pid\":\"{pid}\"}}" : $"40{{\"pid\":\"{pid}\",\"offset\":\"{_offset}\"}}");
                while (!Read(await client.PollAsync()))
                {
                    // What was missed may come ahead of the answer in a payload of its own.
                }
            }
        }

        client.Dispose();
        await emitting;
        Assert.Empty(world.Refused);
        Assert.NotEmpty(world.Recovered);
        Assert.Equal(_sent.Order(), _received.Order());
        foreach (var ofOne in _received.GroupBy(static number => number / Emits))
        {
            Assert.Equal(ofOne.Order(), ofOne);
        }
    }

    private async Task EmitAsync(Socket socket, int thread, Random random)
    {
        var io = socket.Server;
        for (var i = 0; i < Emits; i++)
        {
            var number = (thread * Emits) + i;
            _sent.Add(number);
            await Task.Yield();
            switch (random.Next(6))
            {
                case 0:
                    io.Emit("n", number);
                    break;
                case 1:
                    io.To("room").Emit("n", number);
                    break;
                case 2:
                    await io.Main.EmitArgumentsAsync("n", new object?[] { number }, Cancelled);
                    break;
                case 3:
                    await socket.EmitArgumentsAsync("n", new object?[] { number }, Cancelled);
                    break;
                case 4:
                    socket.Emit("n", number);
                    break;
                default:
                    io.To("others").Emit("not for it");
                    io.To("others", socket.Id, "room").Emit("n", number);
                    break;
            }
        }
    }

    /// <summary>Reads a payload, and says whether the answer to CONNECT is in it.</summary>
    private bool Read(string payload)
    {
        var isConnected = false;
        foreach (var packet in payload.Split('\u001e'))
        {
            isConnected |= packet.StartsWith("40", StringComparison.Ordinal);
            if (packet.StartsWith("42", StringComparison.Ordinal))
            {
                var parts = packet.Split(',');
                _received.Add(int.Parse(parts[1], CultureInfo.InvariantCulture));
                _offset = RecoveryWorld.OffsetOf(packet, $"42[\"n\",{parts[1]},");
            }
        }

        return isConnected;
    }
}
