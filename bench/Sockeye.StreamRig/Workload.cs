using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sockeye.StreamRig;

/// <summary>A stream from a synthetic source to a destination that compares every byte.</summary>
internal sealed class Workload(Func<long, MemoryWatch, Task<StreamResult>> run)
{
    private static readonly byte[] Block = [.. Enumerable.Range(0, 65_521).Select(static i => (byte)(i * 31 + (i >> 8)))];

    // It has an odd number of bytes, so that chunks end at every place of it: in the middle of characters of two, three and four bytes, too.
    private static readonly string Lines = string.Concat(Enumerable.Repeat("lachs für die straße\nсёмга и форель\r\n鮭と鱒\n🐟 𝄞 salmon\n", 97)) + "char\n";

    private static readonly Dictionary<string, Workload> All = new()
    {
        ["bytes"] = new(BytesAsync),
        ["lines"] = new(LinesAsync),
        ["socket"] = new(SocketAsync),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Workload? Find(string name) => All.GetValueOrDefault(name);

    public Task<StreamResult> RunAsync(long bytes, MemoryWatch memory) => run(bytes, memory);

    private static Task<StreamResult> BytesAsync(long bytes, MemoryWatch memory) =>
        Readable.From(new PatternStream(new Pattern(Block), bytes))
            .Pipe(Transformer.Bytes(Invert))
            .PipeToAsync(Comparing(new Pattern([.. Block.Select(static value => (byte)~value)]), memory));

    private static Task<StreamResult> LinesAsync(long bytes, MemoryWatch memory)
    {
        var block = Encoding.UTF8.GetBytes(Lines);
        return Readable.From(new PatternStream(new Pattern(block), bytes / block.Length * block.Length))
            .Pipe(Transformer.Lines(static line => line.ToUpperInvariant()))
            .PipeToAsync(Comparing(new Pattern(Encoding.UTF8.GetBytes(Lines.ToUpperInvariant())), memory));
    }

    private static async Task<StreamResult> SocketAsync(long bytes, MemoryWatch memory)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndPoint!);
        var far = await listener.AcceptAsync();

        var sending = Readable.From(new PatternStream(new Pattern(Block), bytes)).PipeToAsync(Writable.To(near));
        var receiving = Readable.From(far).PipeToAsync(Comparing(new Pattern(Block), memory));
        await Task.WhenAll(sending, receiving);
        return await receiving;
    }

    private static ValueTask Invert(ReadOnlyMemory<byte> chunk, System.IO.Pipelines.PipeWriter output, CancellationToken cancellationToken)
    {
        var target = output.GetSpan(chunk.Length);
        var source = chunk.Span;
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = (byte)~source[i];
        }

        output.Advance(chunk.Length);
        return default;
    }

    private static Writable Comparing(Pattern pattern, MemoryWatch memory)
    {
        var position = 0L;
        var writable = Writable.To(
            (chunk, _) =>
            {
                pattern.Compare(chunk.Span, position);
                position += chunk.Length;
                return default;
            },
            new() { ProgressInterval = 10_000_000 });
        memory.Watch(writable);
        return writable;
    }
}
