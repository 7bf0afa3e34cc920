using System.Threading.RateLimiting;

namespace Sockeye.Server.Tests.Recovery;

/// <summary>What the server tells a client of its connection is of that connection alone: a client that comes back does not hear it again.</summary>
public sealed class UnkeptEventTests
{
    [Fact]
    public async Task A_refusal_goes_past_what_is_kept_and_pushes_nothing_out_of_it()
    {
        await using var world = await RecoveryWorld.StartAsync(static recovery => recovery.MaxPackets = 1);
        world.Io.Main.LimitEvents(new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromHours(1),
            AutoReplenishment = false,
        });
        var client = await world.ConnectAsync();
        world.Io.Emit("news");
        var offset = RecoveryWorld.OffsetOf(await client.ReceiveAsync(), "42[\"news\",");
        foreach (var text in new[] { "42[\"a\"]", "42[\"b\"]", "42[\"c\"]" })
        {
            await client.SendAsync(text);
        }

        Assert.EndsWith("}}]", await client.ReceiveAsync(), StringComparison.Ordinal); // and no offset
        Assert.StartsWith("42[\"sockeye:refused\",", await client.ReceiveAsync(), StringComparison.Ordinal);
        await world.DropAsync(client);
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\",\"offset\":\"{offset}\"}}");

        Assert.Equal(client.SocketId, back.SocketId);
        Assert.Equal([0], world.Recovered);
    }

    [Fact]
    public async Task A_farewell_is_not_said_again_and_its_name_is_not_taken_for_an_offset()
    {
        await using var world = await RecoveryWorld.StartAsync(configure: static options => options.DrainEvent = "moving");
        await using var client = await world.ConnectAsync();
        world.Io.Emit("news");
        RecoveryWorld.OffsetOf(await client.ReceiveAsync(), "42[\"news\",");
        await world.Io.DrainAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal("42[\"moving\",null]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_volatile_event_ends_in_nothing_that_is_taken_for_an_offset()
    {
        await using var world = await RecoveryWorld.StartAsync();
        await using var client = await world.ConnectAsync();
        var socket = world.Only();
        world.Io.Volatile.Emit("typing", "ada");
        await world.Io.Volatile.EmitAsync("typing", TestContext.Current.CancellationToken);
        socket.Volatile.Emit("typing", Guid.Empty);
        world.Io.Volatile.Emit("typing", "ada", 1);
        socket.Volatile.Emit("typing", new { Name = "ada" });

        Assert.Equal("42[\"typing\",\"ada\",null]", await client.ReceiveAsync());
        Assert.Equal("42[\"typing\",null]", await client.ReceiveAsync());
        Assert.Equal($"42[\"typing\",\"{Guid.Empty}\",null]", await client.ReceiveAsync());
        Assert.Equal("42[\"typing\",\"ada\",1]", await client.ReceiveAsync());
        Assert.Equal("42[\"typing\",{\"name\":\"ada\"}]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task What_is_told_of_a_credential_goes_past_what_is_kept()
    {
        await using var world = await RecoveryWorld.StartAsync();
        await using var client = await world.ConnectAsync();
        var connection = world.Only().Connection;
        Sockeye.Server.Connections.Connection.WarnOfExpiry(connection.ConnectedSockets, world.Time.GetUtcNow(), TimeSpan.FromSeconds(30));
        connection.CloseForExpiry();

        Assert.EndsWith("\"closesIn\":30000}]", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.EndsWith("\"message\":\"The credential has expired.\"}}]", await client.ReceiveAsync(), StringComparison.Ordinal);
        await world.GoneAsync();
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\"}}");
        Assert.Equal(client.SocketId, back.SocketId);
        Assert.Equal([0], world.Recovered);
    }
}
