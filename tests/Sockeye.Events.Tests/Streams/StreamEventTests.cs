using System.IO.Pipelines;
using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

public sealed class StreamEventTests
{
    [Fact]
    public async Task Each_stage_tells_of_itself_in_order()
    {
        var log = new List<string>();
        var source = TestStreams.Of("ab");
        var shouted = source.Pipe(Transformer.Text(text => text.ToUpperInvariant() + "!"));
        var destination = Writable.To(new MemoryStream());
        source.On(Readable.Data, chunk => log.Add($"source {Encoding.UTF8.GetString(chunk.Span)}"));
        source.On(Readable.End, () => log.Add("source end"));
        shouted.On(Readable.Data, chunk => log.Add($"shouted {Encoding.UTF8.GetString(chunk.Span)}"));
        shouted.On(Readable.End, () => log.Add("shouted end"));
        destination.On(Writable.Finish, () => log.Add("finish"));
        destination.On(StreamStage.Close, () => log.Add("close"));

        await shouted.PipeToAsync(destination, TestStreams.Canceled).DefaultTimeout();

        Assert.Equal(["source ab", "shouted AB!", "finish", "close"], log.Where(line => !line.EndsWith("end", StringComparison.Ordinal)));
        Assert.Equal(["source end", "shouted end"], log.Where(line => line.EndsWith("end", StringComparison.Ordinal)));
        Assert.True(log.IndexOf("shouted end") < log.IndexOf("finish"));
        Assert.Equal((2, 3, 3), (source.BytesRead, shouted.BytesRead, destination.BytesWritten));
    }

    [Fact]
    public async Task Progress_comes_once_per_interval_and_at_the_end()
    {
        using var folder = new TemporaryFolder();
        var read = new List<StreamProgress>();
        var written = new List<StreamProgress>();
        var source = Readable.FromFile(folder.Write("in", new byte[1050]), new() { ChunkSize = 100, ProgressInterval = 250 });
        var destination = Writable.To(new MemoryStream(), new() { ProgressInterval = 500 });
        source.On(StreamStage.Progress, read.Add);
        destination.On(StreamStage.Progress, written.Add);

        await source.PipeToAsync(destination, TestStreams.Canceled).DefaultTimeout();

        Assert.Equal([300, 600, 900, 1050], read.Select(progress => progress.Bytes));
        Assert.All(read, progress => Assert.Equal(1050, progress.Total));
        Assert.Equal(1, read[^1].Fraction);
        Assert.Equal([500, 1000, 1050], written.Select(progress => progress.Bytes));
        Assert.All(written, progress => Assert.Null(progress.Fraction));
    }

    [Fact]
    public async Task Nothing_at_all_is_a_stream_too()
    {
        var log = new List<string>();
        var source = Readable.From(new MemoryStream());
        source.On(Readable.Data, _ => log.Add("data"));
        source.On(StreamStage.Progress, progress => log.Add($"progress {progress.Bytes}"));
        source.On(Readable.End, () => log.Add("end"));
        var result = await source.PipeToAsync(Writable.To(new MemoryStream()), TestStreams.Canceled).DefaultTimeout();

        Assert.Equal(["progress 0", "end"], log);
        Assert.Equal(default, result);
    }

    [Fact]
    public async Task Listeners_come_and_go_while_the_stream_runs()
    {
        var heard = new List<int>();
        var source = Readable.From(new ProbeStream { Length64 = 500 }, new() { ChunkSize = 100 });
        Action<ReadOnlyMemory<byte>> second = _ => heard.Add(2);
        source.Once(Readable.Data, _ =>
        {
            heard.Add(1);
            source.On(Readable.Data, second);
        });
        source.On(StreamStage.Progress, _ => heard.Add(9));
        var third = 0;
        source.On(Readable.Data, _ => third = ++third == 3 ? Taken(source.Off("data", second)) : third);

        await source.RunAsync(TestStreams.Canceled).DefaultTimeout();
        Assert.Equal([1, 2, 2, 9], heard);

        int Taken(bool was)
        {
            Assert.True(was);
            return 3;
        }
    }

    [Fact]
    public async Task Every_kind_of_source_and_destination_carries_the_same_bytes()
    {
        var content = Enumerable.Range(0, 200_000).Select(i => ProbeStream.ByteAt(i)).ToArray();
        using var folder = new TemporaryFolder();
        var file = folder.Write("in", content);
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, content);
        Readable[] sources = [Readable.FromFile(file), Readable.From(new MemoryStream(content)), Readable.From(pipe.Reader), TestStreams.Cut(content, new Random(1), 5_000)];
        foreach (var source in sources)
        {
            var all = new MemoryStream();
            var far = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            var called = new List<byte>();
            var result = await source.Tee(Writable.ToFile(folder["out"])).Tee(Writable.To(far.Writer))
                .Tee(Writable.To((chunk, _) => { called.AddRange(chunk.Span); return default; }))
                .PipeToAsync(Writable.To(all), TestStreams.Canceled).DefaultTimeout();

            Assert.Equal((content.Length, content.Length), ((int)result.BytesRead, (int)result.BytesWritten));
            Assert.Equal(content, all.ToArray());
            Assert.Equal(content, called);
            Assert.Equal(content, await File.ReadAllBytesAsync(folder["out"], TestStreams.Canceled));
            Assert.Equal(content, await Readable.From(far.Reader).ReadAllAsync().DefaultTimeout());
        }

        await writing.DefaultTimeout();
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] content)
    {
        await writer.WriteAsync(content, TestStreams.Canceled);
        await writer.CompleteAsync();
    }
}
