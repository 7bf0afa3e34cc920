using System.Buffers.Binary;
using System.Text;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.RawWebSockets;

public class ClosingTests
{
    private const int LargerThanTheNetworkHolds = 15_000_000;

    [Fact]
    public async Task A_client_closes_with_a_code_and_a_reason_which_are_answered()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        var aborted = client.Aborted;

        await socket.SendAsync(WireFrame.CloseFrame, (byte[])[0x0f, 0xa1, .. "enough"u8]); // 4001

        var answer = await socket.ReadAsync();
        Assert.Equal((WireFrame.CloseFrame, 4001), (answer.FirstByte, BinaryPrimitives.ReadUInt16BigEndian(answer.Payload)));
        Assert.True(await socket.Connection.IsAtEndAsync());
        var closing = await heard.ClosingAsync();
        Assert.Equal((4001, "enough", CloseReason.TransportClose), (closing.Code, closing.Reason, closing.Cause));
        Assert.Empty(host.Server.Clients);
        Assert.False(client.IsOpen);
        Assert.True(aborted.IsCancellationRequested);
        client.Send("into the void");
        Assert.False(await client.SendAsync("into the void", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_closing_frame_without_a_status_is_1005()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();

        await socket.SendAsync(WireFrame.CloseFrame, default);

        Assert.Equal(1005, (await heard.ClosingAsync()).Code);
    }

    [Fact]
    public async Task A_client_that_vanishes_is_1006()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        var socket = await host.OpenAsync();
        await heard.ClientAsync();

        socket.Connection.Reset();

        var closing = await heard.ClosingAsync();
        Assert.Equal((1006, "", CloseReason.TransportClose), (closing.Code, closing.Reason, closing.Cause));
    }

    [Fact]
    public async Task The_server_closes_behind_what_waits_and_hears_the_answer()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();

        for (var i = 0; i < 100; i++)
        {
            client.Send($"{i}");
        }

        client.Close(4002, "that is all");
        client.Close(4003, "too late");
        client.Send("too late");
        Assert.False(client.IsOpen);
        await socket.SendTextAsync("nobody hears this");

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal($"{i}", (await socket.ReadAsync()).Text);
        }

        var frame = await socket.ReadAsync();
        Assert.Equal((4002, "that is all"), (BinaryPrimitives.ReadUInt16BigEndian(frame.Payload), Encoding.UTF8.GetString(frame.Payload[2..])));
        await socket.SendAsync(WireFrame.CloseFrame, frame.Payload);
        Assert.True(await socket.Connection.IsAtEndAsync());
        var closing = await heard.ClosingAsync();
        Assert.Equal((4002, "that is all", CloseReason.ForcedClose), (closing.Code, closing.Reason, closing.Cause));
    }

    [Fact]
    public async Task A_client_that_does_not_answer_the_closing_frame_is_cut_off()
    {
        var time = new ManualTimeProvider();
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, time: time);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();

        client.Close();
        Assert.Equal(WireFrame.CloseFrame, (await socket.ReadAsync()).FirstByte);
        await Eventually.TrueAsync(
            () => client.Server.Clients.Count == 0,
            () => time.Advance(TimeSpan.FromSeconds(1))); // the limit is set a moment after the frame has gone out

        Assert.True(await socket.Connection.IsAtEndAsync());
        Assert.Equal((1006, CloseReason.ForcedClose), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Cause) : default);
    }

    [Fact]
    public async Task An_aborted_client_gets_no_closing_frame()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();

        client.Abort();

        Assert.True(await socket.Connection.IsAtEndAsync());
        Assert.Equal((1006, CloseReason.ForcedClose), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Cause) : default);
    }

    [Fact]
    public async Task An_application_that_stops_says_that_it_goes_away()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();
        await heard.ClientAsync();

        host.BeginStopping();

        Assert.Equal(1001, await socket.ReadCloseAsync());
        var closing = await heard.ClosingAsync();
        Assert.Equal((1001, CloseReason.ServerShuttingDown), (closing.Code, closing.Cause));
    }

    [Fact]
    public async Task What_waits_when_the_application_stops_goes_out_before_it_says_so()
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        client.Send(new byte[LargerThanTheNetworkHolds]);
        client.Send("last");

        host.BeginStopping();

        Assert.Equal(LargerThanTheNetworkHolds, (await socket.ReadAsync()).Payload.Length);
        Assert.Equal("last", (await socket.ReadAsync()).Text);
        Assert.Equal(1001, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.ServerShuttingDown, (await heard.ClosingAsync()).Cause);
    }

    [Fact]
    public async Task Who_does_not_take_what_waits_in_time_is_cut_off()
    {
        var time = new ManualTimeProvider();
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.DrainTimeout = TimeSpan.FromSeconds(2), time);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        client.Send(new byte[LargerThanTheNetworkHolds]);

        host.BeginStopping();
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Single(host.Server.OpenClients());
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal((1006, CloseReason.ServerShuttingDown), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Cause) : default);
        time.Advance(TimeSpan.FromSeconds(6)); // for the network to take the last bytes
    }

    [Theory]
    [InlineData(0, 2.1)]
    [InlineData(28.5, 1.6)]
    public async Task Who_was_closed_before_has_no_more_time_than_others_when_the_application_stops_and_no_more_than_it_had(double before, double then)
    {
        var time = new ManualTimeProvider();
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection, static options => options.DrainTimeout = TimeSpan.FromSeconds(2), time);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();
        client.Send(new byte[LargerThanTheNetworkHolds]);
        client.Close();
        time.Advance(TimeSpan.FromSeconds(before));

        host.BeginStopping();
        time.Advance(TimeSpan.FromSeconds(then - 0.2));
        Assert.Single(host.Server.OpenClients());
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal((1006, CloseReason.ForcedClose), await heard.ClosingAsync() is var closing ? (closing.Code, closing.Cause) : default);
        time.Advance(TimeSpan.FromSeconds(6)); // for the network to take the last bytes
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public async Task A_status_that_may_not_be_sent_is_refused(int code)
    {
        var heard = new Listening();
        await using var host = await WebSocketHost.StartAsync(heard.OnConnection);
        await using var socket = await host.OpenAsync();
        var client = await heard.ClientAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => client.Close(code));
        Assert.Throws<ArgumentException>(() => client.Close(1000, new string('x', 124)));
        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task A_connection_listener_that_throws_closes_its_client()
    {
        await using var host = await WebSocketHost.StartAsync(static _ => throw new InvalidOperationException("as asked"));
        await using var socket = await host.OpenAsync();

        Assert.Equal(1011, await socket.ReadCloseAsync());
        Assert.True(host.Errors.Entries.TryDequeue(out var entry));
        Assert.StartsWith("Error ListenerFailed", entry, StringComparison.Ordinal);
    }
}
