using System.Net;
using System.Net.Sockets;
using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

// Real TCP connections of loopback.
public sealed class StreamSocketTests
{
    [Fact]
    public async Task A_file_goes_over_a_socket_into_a_file()
    {
        using var folder = new TemporaryFolder();
        var content = Enumerable.Range(0, 3_000_000).Select(i => ProbeStream.ByteAt(i)).ToArray();
        var (near, far) = await ConnectAsync();

        var sending = Readable.FromFile(folder.Write("in", content)).PipeToAsync(Writable.To(near), TestStreams.Canceled);
        var receiving = Readable.From(far).PipeToAsync(Writable.ToFile(folder["out"]), TestStreams.Canceled);

        Assert.Equal(content.Length, (await sending.DefaultTimeout()).BytesWritten);
        Assert.Equal(content.Length, (await receiving.DefaultTimeout()).BytesRead);
        Assert.Equal(content, await File.ReadAllBytesAsync(folder["out"], TestStreams.Canceled));
        Assert.Throws<ObjectDisposedException>(() => near.Available);
        Assert.Throws<ObjectDisposedException>(() => far.Available);
    }

    [Fact]
    public async Task A_socket_is_source_and_destination_of_one_stream()
    {
        var (near, far) = await ConnectAsync();
        using var client = new NetworkStream(near, ownsSocket: true);

        // socket.pipe(shout).pipe(socket)
        var echo = Readable.From(far).Pipe(Transformer.Text(text => text.ToUpperInvariant())).PipeToAsync(Writable.To(far), TestStreams.Canceled);
        foreach (var word in new[] { "salmon", "trout" })
        {
            await client.WriteAsync(Encoding.UTF8.GetBytes(word), TestStreams.Canceled);
            var answer = new byte[word.Length];
            await client.ReadExactlyAsync(answer, TestStreams.Canceled).DefaultTimeout();
            Assert.Equal(word.ToUpperInvariant(), Encoding.UTF8.GetString(answer));
        }

        near.Shutdown(SocketShutdown.Send);
        Assert.Equal(11, (await echo.DefaultTimeout()).BytesWritten);
        Assert.Equal(0, await client.ReadAsync(new byte[1], TestStreams.Canceled).DefaultTimeout());
    }

    [Fact]
    public async Task A_peer_that_does_not_read_stops_the_source()
    {
        var (near, far) = await ConnectAsync();
        near.SendBufferSize = far.ReceiveBufferSize = 16 * 1024;
        await using var source = new ProbeStream { Length64 = 1L << 30 };
        using var stop = new CancellationTokenSource();
        var run = Readable.From(source).PipeToAsync(Writable.To(near), stop.Token);

        // It has stopped when nothing has been read for a while.
        var (last, same) = (0L, 0);
        await Eventually.TrueAsync(() =>
        {
            same = source.BytesRead == last && last >= 262_144 ? same + 1 : 0;
            last = source.BytesRead;
            return same == 20_000;
        });

        Assert.InRange(last, 262_144, 16 << 20); // the kernel's buffers, and the pipe
        await stop.CancelAsync();
        var canceled = await Assert.ThrowsAsync<StreamCanceledException>(() => run.DefaultTimeout());
        Assert.Equal(source.BytesRead, canceled.Result.BytesRead);
        Assert.Equal(1, source.Disposals);
        far.Dispose();
    }

    [Fact]
    public async Task A_peer_learns_that_what_it_got_is_not_all()
    {
        var (near, far) = await ConnectAsync();
        await using var source = new ProbeStream { Length64 = 100_000, FailReadAt = 50_000 };
        var sending = Readable.From(source, new() { ChunkSize = 1000 }).PipeToAsync(Writable.To(near), TestStreams.Canceled);
        await Assert.ThrowsAsync<StreamFailedException>(() => sending.DefaultTimeout());

        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => Readable.From(far).RunAsync(TestStreams.Canceled).DefaultTimeout());
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task A_socket_that_is_left_open_carries_one_stream_after_the_other()
    {
        var (near, far) = await ConnectAsync();
        foreach (var word in new[] { "one", "two" })
        {
            await TestStreams.Of(word).PipeToAsync(Writable.To(near, new() { LeaveOpen = true }), TestStreams.Canceled).DefaultTimeout();
        }

        near.Dispose();
        Assert.Equal("onetwo", await Readable.From(far).AllTextAsync().DefaultTimeout());
    }

    private static async Task<(Socket Near, Socket Far)> ConnectAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndPoint!, TestStreams.Canceled);
        return (near, await listener.AcceptAsync(TestStreams.Canceled));
    }
}
