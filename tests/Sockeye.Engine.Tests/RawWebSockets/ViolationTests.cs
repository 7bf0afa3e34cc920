using System.Text;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

/// <summary>What breaks RFC 6455 ends the connection, and nothing else.</summary>
public class ViolationTests
{
    [Theory]
    [InlineData(0xc1, "6869", true, 1002)] // the first reserved bit, where no compression was agreed
    [InlineData(0xa1, "6869", true, 1002)]
    [InlineData(0x91, "6869", true, 1002)]
    [InlineData(0x83, "6869", true, 1002)] // a reserved opcode
    [InlineData(0x8b, "", true, 1002)]
    [InlineData(0x80, "6869", true, 1002)] // a continuation of nothing
    [InlineData(0x09, "", true, 1002)] // a control frame in fragments
    [InlineData(0x81, "6869", false, 1002)] // no mask
    [InlineData(0x88, "03", true, 1002)] // half a status
    [InlineData(0x88, "03ed", true, 1002)] // 1005
    [InlineData(0x88, "03ee", true, 1002)]
    [InlineData(0x88, "0000", true, 1002)]
    [InlineData(0x88, "07d0", true, 1002)] // 2000
    [InlineData(0x88, "ffff", true, 1002)]
    [InlineData(0x88, "03e8c328", true, 1007)] // a reason that is not UTF-8
    [InlineData(0x81, "c328", true, 1007)]
    [InlineData(0x81, "eda080", true, 1007)] // half of a surrogate pair
    public async Task A_bad_frame_is_refused_with_the_status_for_it(int firstByte, string payload, bool mask, int status)
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var good = await host.OpenAsync();
        var bystander = await heard.ClientAsync();
        await using var socket = await host.OpenAsync();

        await socket.SendAsync(firstByte, Convert.FromHexString(payload), mask);

        Assert.Equal(status, await socket.ReadCloseAsync());
        var closing = await heard.ClosingAsync();
        Assert.Equal((status, CloseReason.TransportError), (closing.Code, closing.Cause));
        Assert.NotNull(closing.Detail);
        bystander.Send("still here");
        Assert.Equal("still here", (await good.ReadAsync()).Text);
    }

    [Fact]
    public async Task A_message_inside_another_is_refused()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();

        await socket.SendAsync(0x01, "a"u8.ToArray());
        await socket.SendAsync(WireFrame.PingFrame, "between"u8.ToArray()); // a control frame may stand there
        Assert.Equal((WireFrame.PongFrame, "between"), await socket.ReadAsync() is var pong ? (pong.FirstByte, pong.Text) : default);
        await socket.SendAsync(0x81, "b"u8.ToArray());

        Assert.Equal(1002, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task A_message_may_have_the_limit_and_not_a_byte_more()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.MaxPayload = 10_000);
        await using var socket = await host.OpenAsync();

        await socket.SendAsync(WireFrame.BinaryFrame, new byte[10_000]);
        Assert.Equal(2 + 20_000, (await heard.MessageAsync()).Length);
        await socket.SendAsync(0x02, new byte[6_000]);
        await socket.SendAsync(0x80, new byte[4_001]);

        Assert.Equal(1009, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task A_huge_length_is_refused_by_its_header()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();

        await socket.Connection.SendAsync(Convert.FromHexString("82ff7fffffffffffffff00000000"));

        Assert.Equal(1009, await socket.ReadAsync() is var frame ? (frame.Payload[0] << 8) | frame.Payload[1] : 0);
        Assert.Equal(1009, (await heard.ClosingAsync()).Code);
    }

    [Fact]
    public async Task A_flood_of_fragments_is_refused()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.MaxFragmentsPerMessage = 100);
        await using var socket = await host.OpenAsync();

        await socket.SendAsync(0x01, "a"u8.ToArray());
        await socket.Connection.SendAsync(Enumerable.Repeat(RawWebSocket.Frame(0x00, default), 200).SelectMany(static frame => frame).ToArray());

        Assert.Equal(1008, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task Random_bytes_end_their_connection_and_nothing_else()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.MaxPayload = 10_000);
        await using var good = await host.OpenAsync();
        var bystander = await heard.ClientAsync();
        var random = new Random(6455);

        for (var round = 0; round < 200; round++)
        {
            await using var socket = await host.OpenAsync();
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            await socket.Connection.SendAsync(bytes);
        }

        for (var round = 0; round < 200; round++)
        {
            await heard.ClosingAsync();
        }

        Assert.Equal(bystander, Assert.Single(host.Server.Clients));
        bystander.Send(Encoding.UTF8.GetBytes("still here"));
        Assert.Equal("0x" + Convert.ToHexStringLower("still here"u8), (await good.ReadAsync()).Text);
    }
}
