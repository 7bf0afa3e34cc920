using System.Buffers;
using System.Security.Cryptography;
using Sockeye.TestKit;
using Sockeye.Transport.Tests.Support;

namespace Sockeye.Transport.Tests.Connections;

public sealed class ConnectionTests
{
    private const int Large = 20_000_000;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_go_both_ways()
    {
        await using var pair = await Pair.ConnectAsync();

        await pair.SendAsync("there"u8.ToArray());
        Assert.Equal("there"u8.ToArray(), await pair.ReadAsync(5));
        await pair.Output.WriteAsync("back"u8.ToArray(), CancellationToken);
        Assert.Equal("back"u8.ToArray(), await pair.ReceiveAsync(4));
    }

    [Fact]
    public async Task Its_end_points_are_those_of_the_socket_at_the_other_end()
    {
        await using var pair = await Pair.ConnectAsync();

        Assert.Equal(pair.Client.LocalEndPoint, pair.Server.RemoteEndPoint);
        Assert.Equal(pair.Client.RemoteEndPoint, pair.Server.LocalEndPoint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // an application's own pool
    public async Task One_write_of_many_megabytes_arrives_as_it_was(bool poolOfArrays)
    {
        await using var pair = await Pair.ConnectAsync(arrays: poolOfArrays);
        var sent = RandomNumberGenerator.GetBytes(Large); // thousands of blocks: more than the system takes at once

        var writing = pair.Output.WriteAsync(sent, CancellationToken);

        Assert.Equal(sent, await pair.ReceiveAsync(Large));
        await writing.AsTask().DefaultTimeout();
    }

    [Fact]
    public async Task Many_megabytes_are_received_as_they_were_sent()
    {
        await using var pair = await Pair.ConnectAsync();
        var sent = RandomNumberGenerator.GetBytes(Large);

        var sending = pair.SendAsync(sent);
        using var received = new MemoryStream();
        while (received.Length < Large)
        {
            var read = await pair.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout();
            received.Write(read.Buffer.ToArray());
            pair.Input.AdvanceTo(read.Buffer.End);
        }

        await sending;
        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public async Task Many_small_messages_keep_their_order_both_ways()
    {
        await using var pair = await Pair.ConnectAsync();
        for (var i = 0; i < 2_000; i++)
        {
            var message = BitConverter.GetBytes(i);
            await pair.SendAsync(message);
            Assert.Equal(message, await pair.ReadAsync(message.Length));
            await pair.Output.WriteAsync(message, CancellationToken);
            Assert.Equal(message, await pair.ReceiveAsync(message.Length));
        }
    }

    [Fact]
    public async Task An_idle_connection_holds_no_buffer()
    {
        await using var pair = await Pair.ConnectAsync();

        await pair.SendAsync("ping"u8.ToArray());
        await pair.ReadAsync(4);
        await pair.Output.WriteAsync("pong"u8.ToArray(), CancellationToken);
        await pair.ReceiveAsync(4);

        await Eventually.IsTrueAsync(() => pair.Pool.Rented == 0, () => $"{pair.Pool.Rented} blocks are out.");
    }

    [Fact]
    public async Task What_nobody_reads_is_held_within_the_limit_and_goes_on_when_it_is_read()
    {
        const int limit = 100_000;
        await using var pair = await Pair.ConnectAsync(options => options.MaxReadBufferSize = limit);
        pair.Client.Blocking = false;
        var sent = 0;

        // Once pipe and sockets are full nothing more goes in, however often one tries.
        await Eventually.IsTrueAsync(
            () =>
            {
                var before = sent;
                while (pair.Client.Send(new byte[65_536], System.Net.Sockets.SocketFlags.None, out _) is > 0 and var count)
                {
                    sent += count;
                }

                return sent == before && pair.Pool.Rented * 4096 >= limit;
            },
            () => $"{sent} bytes have gone in.");
        Assert.InRange(pair.Pool.Rented * 4096, limit, 3 * limit);

        for (var left = sent; left > 0;)
        {
            var read = await pair.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout();
            left -= (int)read.Buffer.Length;
            pair.Input.AdvanceTo(read.Buffer.End);
        }
    }

    [Fact]
    public async Task Who_writes_to_a_client_that_does_not_read_waits()
    {
        await using var pair = await Pair.ConnectAsync();

        var writing = pair.Output.WriteAsync(new byte[3 * Large], CancellationToken); // more than the buffers of both sockets hold
        await pair.ReceiveAsync(1);
        Assert.False(writing.IsCompleted);

        await pair.ReceiveAsync((3 * Large) - 1);
        Assert.False((await writing.AsTask().DefaultTimeout()).IsCompleted);
    }

    // A handler may wait for the rest of its request and block its thread meanwhile.
    [Fact]
    public async Task A_reader_that_blocks_its_thread_still_gets_what_comes()
    {
        await using var pair = await Pair.ConnectAsync();
        var has = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadBlockingAsync();

        await pair.SendAsync("one"u8.ToArray());
        await has.Task.DefaultTimeout();
        await pair.SendAsync("two"u8.ToArray());

        Assert.Equal("two"u8.ToArray(), await reading.DefaultTimeout());

        async Task<byte[]> ReadBlockingAsync()
        {
            var first = await pair.ReadAsync(3).ConfigureAwait(false);
            Assert.Equal("one"u8.ToArray(), first);
            has.SetResult();
            using var arrived = new ManualResetEventSlim();
            byte[] second = [];
            var next = pair.Input.ReadAsync(CancellationToken).AsTask();
            _ = next.ContinueWith(_ => arrived.Set(), CancellationToken, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Assert.True(arrived.Wait(TimeSpan.FromSeconds(20), CancellationToken)); // on the thread that has received the first
            var read = await next;
            second = read.Buffer.ToArray();
            pair.Input.AdvanceTo(read.Buffer.End);
            return second;
        }
    }

    [Fact]
    public async Task Who_cancels_the_reading_does_not_run_the_reader()
    {
        await using var pair = await Pair.ConnectAsync();
        var gate = new Lock();
        var reading = ReadAsync();

        lock (gate)
        {
            pair.Input.CancelPendingRead();
        }

        Assert.Equal((true, false), await reading.DefaultTimeout());

        async Task<(bool IsCanceled, bool IsOnThatThread)> ReadAsync()
        {
            var read = await pair.Input.ReadAsync(CancellationToken).ConfigureAwait(false);
            pair.Input.AdvanceTo(read.Buffer.End);
            return (read.IsCanceled, gate.IsHeldByCurrentThread);
        }
    }
}
