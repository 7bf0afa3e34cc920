using System.Text.Json;
using Sockeye.Server.Tests.SlowClients;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Recovery;

/// <summary>Clients that do not read what they are sent, lose their connection and come back.</summary>
public sealed class SlowRecoveryTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    /// <summary>What waits for room goes out behind what did not: wherever the client was, it is sent all of the rest, as it was emitted, and nothing twice.</summary>
    [Theory]
    [InlineData(null, "a b c")]
    [InlineData("a", "b c")]
    [InlineData("c", "b")]
    [InlineData("b", "")]
    public async Task What_waited_for_room_is_sent_again_only_where_it_had_not_arrived(string? received, string missed)
    {
        await using var world = await RecoveryWorld.StartAsync(configure: static options => options.OutboundRoomBytes = 1);
        using var client = await IdlePoller.OpenAsync(world.Address);
        var pid = await ConnectAsync(client);
        var socket = world.Only();
        world.Io.Emit("a");
        var emitting = world.Io.EmitAsync("b", Cancelled).AsTask();
        Assert.False(emitting.IsCompleted);
        socket.Emit("c");
        var first = await client.PollAsync();
        await emitting.DefaultTimeout();
        Assert.Equal(["a", "c", "b"], [.. NamesIn(first), .. NamesIn(await client.PollAsync())]);
        await client.PostAsync("1");
        await world.GoneAsync();

        Assert.Equal(missed, await ComeBackAsync(world, pid, received is null ? null : Offsets[received]));
    }

    [Fact]
    public async Task What_still_waited_when_the_connection_ended_is_missed_and_its_emitter_goes_on()
    {
        await using var world = await RecoveryWorld.StartAsync(configure: static options => options.OutboundRoomBytes = 1);
        using var client = await IdlePoller.OpenAsync(world.Address);
        var pid = await ConnectAsync(client);
        var socket = world.Only();
        socket.Emit("a");
        NamesIn(await client.PollAsync());
        socket.Emit("b");
        var toAll = world.Io.EmitAsync("c", Cancelled).AsTask();
        var toOne = socket.EmitAsync("d", Cancelled).AsTask();
        using var patience = new CancellationTokenSource();
        var givenUp = socket.EmitAsync("given up", patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        socket.Session.Close(Engine.CloseMode.Discard);
        await world.GoneAsync();
        await toAll.DefaultTimeout();
        await toOne.DefaultTimeout();
        await world.Io.EmitAsync("e", Cancelled).AsTask().DefaultTimeout();
        await socket.EmitAsync("f", Cancelled).AsTask().DefaultTimeout();

        Assert.Equal("b c d e f", await ComeBackAsync(world, pid, Offsets["a"]));
    }

    [Fact]
    public async Task With_Drop_what_was_dropped_is_not_missed_and_all_else_is()
    {
        await using var world = await RecoveryWorld.StartAsync(
            static recovery => recovery.MaxPackets = 4,
            static options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (SlowClientPolicy.Drop, 4));
        using var client = await IdlePoller.OpenAsync(world.Address);
        var pid = await ConnectAsync(client);
        world.Io.Emit("a");
        NamesIn(await client.PollAsync());
        foreach (var name in new[] { "b", "c", "d", "e", "dropped" })
        {
            world.Io.Emit(name);
        }

        Assert.Equal(1, world.Only().Session.Outbound.DroppedPackets);
        Assert.Equal(["b", "c", "d", "e"], NamesIn(await client.PollAsync()));
        world.Io.Emit("f");
        await client.PostAsync("1");
        await world.GoneAsync();
        world.Io.Emit("g");

        Assert.Equal("e f g", await ComeBackAsync(world, pid, Offsets["d"]));
    }

    [Fact]
    public async Task With_Close_what_ended_the_connection_is_missed_too()
    {
        await using var world = await RecoveryWorld.StartAsync(
            static recovery => recovery.MaxPackets = 8,
            static options => options.OutboundBufferPackets = 8);
        using var client = await IdlePoller.OpenAsync(world.Address);
        var pid = await ConnectAsync(client);
        for (var i = 1; i <= 9; i++)
        {
            world.Io.Emit($"{i}");
        }

        await world.GoneAsync();
        Assert.Equal([], world.Refused);
        using var back = await IdlePoller.OpenAsync(world.Address);
        await back.PostAsync($"40{{\"pid\":\"{pid}\"}}"); // one more than is kept was missed
        Assert.Contains("\"sid\"", await back.PollAsync(), StringComparison.Ordinal);
        Assert.Equal([RecoveryFailure.UnknownOffset], world.Refused);
    }

    [Fact]
    public async Task What_was_missed_and_has_no_room_makes_a_new_session_and_ends_nobody()
    {
        await using var world = await RecoveryWorld.StartAsync(
            static recovery => recovery.MaxPackets = 8,
            static options => options.OutboundBufferPackets = 8);
        world.Io.Of("/other");
        using var client = await IdlePoller.OpenAsync(world.Address);
        var pid = await ConnectAsync(client);
        await client.PostAsync("1");
        await world.GoneAsync();
        for (var i = 0; i < 6; i++)
        {
            world.Io.Emit("missed");
        }

        using var back = await IdlePoller.OpenAsync(world.Address);
        await back.PostAsync("40/other,");
        for (var i = 0; i < 4; i++)
        {
            world.Io.Of("/other").Emit("waits");
        }

        await back.PostAsync($"40{{\"pid\":\"{pid}\"}}");
        var answer = await back.PollAsync();

        Assert.DoesNotContain("missed", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(pid, answer, StringComparison.Ordinal);
        Assert.Equal(2, answer.Split("\"sid\"").Length - 1);
        Assert.Equal([RecoveryFailure.UnknownOffset], world.Refused);
        Assert.False(world.Only().IsRecovered);
        world.Io.Emit("news");
        Assert.Contains("news", await back.PollAsync(), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Offsets { get; } = [];

    private static async Task<string> ConnectAsync(IdlePoller client)
    {
        await client.PostAsync("40");
        return JsonDocument.Parse((await client.PollAsync())[2..]).RootElement.GetProperty("pid").GetString()!;
    }

    /// <summary>Lists the events in a payload, and remembers their offsets.</summary>
    private string[] NamesIn(string payload)
    {
        var names = new List<string>();
        foreach (var packet in payload.Split('\u001e').Where(static packet => packet.StartsWith("42", StringComparison.Ordinal)))
        {
            var name = packet.Split('"')[1];
            Offsets[name] = RecoveryWorld.OffsetOf(packet, $"42[\"{name}\",");
            names.Add(name);
        }

        return [.. names];
    }

    private async Task<string> ComeBackAsync(RecoveryWorld world, string pid, string? offset)
    {
        using var back = await IdlePoller.OpenAsync(world.Address);
        await back.PostAsync(offset is null ? $"40{{\"pid\":\"{pid}\"}}" : $"40{{\"pid\":\"{pid}\",\"offset\":\"{offset}\"}}");
        var answer = await back.PollAsync();
        Assert.Contains(pid, answer, StringComparison.Ordinal);
        Assert.Empty(world.Refused);
        return string.Join(' ', NamesIn(answer));
    }
}
