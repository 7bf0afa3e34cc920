using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Sockeye.TestKit;
using Sockeye.Transport.Tests.Support;

namespace Sockeye.Transport.Tests.Connections;

public sealed class EndingTests
{
    private const int Large = 20_000_000;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_of_the_client_ends_the_input_and_is_told()
    {
        await using var pair = await Pair.ConnectAsync();

        pair.Client.Shutdown(SocketShutdown.Send);

        Assert.True((await pair.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout()).IsCompleted);
        await pair.Closed.Task.DefaultTimeout();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(4096)] // as large as a block: whoever reads cannot tell from the count that this was all
    [InlineData(100_000)]
    public async Task Bytes_that_come_together_with_the_end_are_delivered_before_it(int count)
    {
        for (var round = 0; round < 50; round++)
        {
            await using var pair = await Pair.ConnectAsync();
            var sent = RandomNumberGenerator.GetBytes(count);

            pair.Client.NoDelay = false;
            await pair.SendAsync(sent);
            pair.Client.Shutdown(SocketShutdown.Send);

            Assert.Equal(sent, await pair.ReadAsync(count));
            Assert.True((await pair.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout()).IsCompleted);
            await pair.Closed.Task.DefaultTimeout();
        }
    }

    [Fact]
    public async Task A_client_that_has_ended_its_side_still_receives()
    {
        await using var pair = await Pair.ConnectAsync();

        pair.Client.Shutdown(SocketShutdown.Send);
        await pair.Closed.Task.DefaultTimeout();
        await pair.Output.WriteAsync("late"u8.ToArray(), CancellationToken);

        Assert.Equal("late"u8.ToArray(), await pair.ReceiveAsync(4));
    }

    [Fact]
    public async Task A_reset_by_the_client_while_reading_is_a_connection_reset()
    {
        await using var pair = await Pair.ConnectAsync();
        var reading = pair.Input.ReadAsync(CancellationToken).AsTask();

        pair.ResetByClient();

        await Assert.ThrowsAsync<ConnectionResetException>(() => reading.DefaultTimeout());
        await pair.Closed.Task.DefaultTimeout();
    }

    [Fact]
    public async Task A_reset_by_the_client_while_sending_ends_the_writing_without_an_exception()
    {
        await using var pair = await Pair.ConnectAsync();
        var writing = pair.Output.WriteAsync(new byte[3 * Large], CancellationToken).AsTask();
        await pair.ReceiveAsync(1);
        Assert.False(writing.IsCompleted);

        pair.ResetByClient();

        Assert.True((await writing.DefaultTimeout()).IsCompleted);
        await pair.Closed.Task.DefaultTimeout();
    }

    [Fact]
    public async Task A_reset_by_the_client_before_anything_is_read_or_written_is_told()
    {
        await using var pair = await Pair.ConnectAsync();

        pair.ResetByClient();

        await pair.Closed.Task.DefaultTimeout();
        await Assert.ThrowsAsync<ConnectionResetException>(() => pair.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout());
    }

    [Fact]
    public async Task A_reset_by_the_client_while_nobody_reads_a_full_pipe_ends_the_connection_once_it_is_disposed()
    {
        await using var pair = await Pair.ConnectAsync(static options => options.MaxReadBufferSize = 1);
        await pair.SendAsync(new byte[100]);
        await Eventually.IsTrueAsync(() => pair.Pool.Rented > 0);

        pair.ResetByClient();

        await pair.Server.DisposeAsync().AsTask().DefaultTimeout();
        await pair.Closed.Task.DefaultTimeout();
    }

    [Fact]
    public async Task An_abort_reaches_the_client_as_a_reset_and_never_as_an_end()
    {
        for (var round = 0; round < 50; round++)
        {
            await using var pair = await Pair.ConnectAsync();
            await pair.Output.WriteAsync(new byte[100], CancellationToken);
            await pair.ReceiveAsync(50);

            pair.Server.Abort(new ConnectionAbortedException("on purpose"));

            var exception = await Assert.ThrowsAsync<SocketException>(() => pair.ReceiveToEndAsync());
            Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
            await pair.Closed.Task.DefaultTimeout();
        }
    }

    [Fact]
    public async Task An_abort_ends_whoever_reads_and_writes_and_says_why()
    {
        await using var pair = await Pair.ConnectAsync();
        var reading = pair.Input.ReadAsync(CancellationToken).AsTask();
        var writing = pair.Output.WriteAsync(new byte[3 * Large], CancellationToken).AsTask(); // the client does not read

        pair.Server.Abort(new ConnectionAbortedException("on purpose"));

        Assert.Equal("on purpose", (await Assert.ThrowsAsync<ConnectionAbortedException>(() => reading.DefaultTimeout())).Message);
        Assert.True((await writing.DefaultTimeout()).IsCompleted);
        await pair.Closed.Task.DefaultTimeout();
    }

    // Kestrel aborts under its own locks.
    [Fact]
    public async Task Who_aborts_does_not_run_the_reader()
    {
        await using var pair = await Pair.ConnectAsync();
        var gate = new Lock();
        var reading = ReadAsync();

        lock (gate)
        {
            pair.Server.Abort(new ConnectionAbortedException("on purpose"));
        }

        Assert.False(await reading.DefaultTimeout());

        async Task<bool> ReadAsync()
        {
            try
            {
                await pair.Input.ReadAsync(CancellationToken).ConfigureAwait(false);
                throw new InvalidOperationException("It was not aborted.");
            }
            catch (ConnectionAbortedException)
            {
                return gate.IsHeldByCurrentThread;
            }
        }
    }

    [Fact]
    public async Task An_abort_after_the_end_and_a_second_one_change_nothing()
    {
        await using var pair = await Pair.ConnectAsync();
        pair.Server.Abort(new ConnectionAbortedException("first"));
        pair.Server.Abort(new ConnectionAbortedException("second"));
        await pair.Server.DisposeAsync().AsTask().DefaultTimeout();

        pair.Server.Abort(new ConnectionAbortedException("third"));

        await pair.Closed.Task.DefaultTimeout();
    }

    [Fact]
    public async Task A_graceful_end_delivers_every_byte_and_then_the_end()
    {
        await using var pair = await Pair.ConnectAsync();
        var sent = RandomNumberGenerator.GetBytes(Large);
        var writing = pair.Output.WriteAsync(sent, CancellationToken).AsTask();

        var ending = EndAsync();

        Assert.Equal(sent, await pair.ReceiveToEndAsync());
        await ending.DefaultTimeout();
        await pair.Closed.Task.DefaultTimeout();

        async Task EndAsync()
        {
            await writing.DefaultTimeout();
            await pair.Server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Disposing_ends_a_connection_that_waits_for_bytes()
    {
        await using var pair = await Pair.ConnectAsync();

        await pair.Server.DisposeAsync().AsTask().DefaultTimeout();

        Assert.Empty(await pair.ReceiveToEndAsync());
        await pair.Closed.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Disposing_ends_the_connections_own_pipes_whatever_middleware_has_put_before_them()
    {
        await using var pair = await Pair.ConnectAsync();
        pair.Server.Transport = new Replacement(new Pipe(), new Pipe());

        await pair.Server.DisposeAsync().AsTask().DefaultTimeout();

        Assert.Empty(await pair.ReceiveToEndAsync());
    }

    [Fact]
    public async Task Ending_the_output_alone_ends_the_input_too_and_says_so()
    {
        await using var pair = await Pair.ConnectAsync();
        var reading = pair.Input.ReadAsync(CancellationToken).AsTask();

        await pair.Output.CompleteAsync();

        Assert.Empty(await pair.ReceiveToEndAsync());
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => reading.DefaultTimeout());
    }

    [Fact]
    public async Task A_writer_that_ends_with_an_error_resets_the_connection()
    {
        await using var pair = await Pair.ConnectAsync();

        await pair.Output.CompleteAsync(new InvalidDataException("on purpose"));

        await Assert.ThrowsAsync<SocketException>(() => pair.ReceiveToEndAsync());
        await pair.Closed.Task.DefaultTimeout();
    }

    [Fact]
    public async Task A_callback_that_fails_when_it_hears_of_the_end_is_logged_and_holds_up_nothing()
    {
        await using var pair = await Pair.ConnectAsync();
        pair.Server.ConnectionClosed.Register(static () => throw new InvalidOperationException("on purpose"));

        pair.ResetByClient();

        await pair.Closed.Task.DefaultTimeout();
        await pair.Server.DisposeAsync().AsTask().DefaultTimeout();
        Assert.Contains("on purpose", Assert.Single(pair.Log.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aborts_from_many_sides_while_bytes_go_both_ways_leave_nothing()
    {
        for (var round = 0; round < 200; round++)
        {
            await using var pair = await Pair.ConnectAsync();
            var sending = Task.Run(() => pair.SendAsync(new byte[1_000_000]), CancellationToken);
            var writing = pair.Output.WriteAsync(new byte[1_000_000], CancellationToken).AsTask();
            var read = await pair.Input.ReadAsync(CancellationToken).AsTask().DefaultTimeout();
            pair.Input.AdvanceTo(read.Buffer.End);

            Parallel.Invoke(
                () => pair.Server.Abort(new ConnectionAbortedException("on purpose")),
                () => pair.Server.Abort(new ConnectionAbortedException("on purpose")),
                pair.ResetByClient);

            await pair.Server.DisposeAsync().AsTask().DefaultTimeout();
            await writing.DefaultTimeout();
            await Task.WhenAny(sending).DefaultTimeout(); // it may have been through before
            await pair.Closed.Task.DefaultTimeout();
        }
    }

    private sealed class Replacement(Pipe input, Pipe output) : IDuplexPipe
    {
        public PipeReader Input => input.Reader;

        public PipeWriter Output => output.Writer;
    }
}
