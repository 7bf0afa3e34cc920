using System.IO.Compression;
using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

// What somebody who knows Node's streams would write.
public sealed class StreamUsageTests
{
    [Fact]
    public async Task A_file_is_read_changed_and_written()
    {
        using var folder = new TemporaryFolder();
        var input = folder.Write("in.txt", "salmon\ntrout\nchar\n"u8);

        // await pipeline(fs.createReadStream(input), shout, fs.createWriteStream(output))
        var result = await Readable.FromFile(input)
            .Pipe(Transformer.Lines(line => line.ToUpperInvariant()))
            .PipeToAsync(Writable.ToFile(folder["out.txt"]), TestStreams.Canceled).DefaultTimeout();

        Assert.Equal("SALMON\nTROUT\nCHAR\n", await File.ReadAllTextAsync(folder["out.txt"], TestStreams.Canceled));
        Assert.Equal((18, 18), (result.BytesRead, result.BytesWritten));
    }

    [Fact]
    public async Task Events_tell_what_a_stream_does()
    {
        using var folder = new TemporaryFolder();
        var log = new List<string>();
        await using var file = Readable.FromFile(folder.Write("in.txt", "salmon"u8));

        file.On("data", (ReadOnlyMemory<byte> chunk) => log.Add($"data {Encoding.UTF8.GetString(chunk.Span)}"));
        file.On(Readable.Progress, progress => log.Add($"progress {progress.Bytes} of {progress.Total}"));
        file.On("end", () => log.Add("end"));
        file.On("error", (Exception error) => log.Add(error.Message));
        file.On("close", () => log.Add("close"));
        await file.RunAsync(TestStreams.Canceled).DefaultTimeout();

        Assert.Equal(["data salmon", "progress 6 of 6", "end", "close"], log);
    }

    [Fact]
    public async Task Lines_are_read_one_by_one()
    {
        var lines = new List<string>();

        // for await (const line of readline.createInterface({ input }))
        await foreach (var line in TestStreams.Of("one\r\ntwo\n\nfour").ReadLinesAsync(cancellationToken: TestStreams.Canceled))
        {
            lines.Add(line);
        }

        Assert.Equal(["one", "two", "", "four"], lines);
    }

    [Fact]
    public async Task What_is_compressed_on_the_way_out_comes_back_decompressed()
    {
        using var folder = new TemporaryFolder();
        var content = Enumerable.Range(0, 300_000).Select(i => ProbeStream.ByteAt(i)).ToArray();

        // createReadStream(file).pipe(zlib.createGzip()).pipe(createWriteStream(file + '.gz'))
        await Readable.FromFile(folder.Write("in", content))
            .Pipe(Transformer.Writing(output => new GZipStream(output, CompressionLevel.Fastest)))
            .PipeToAsync(Writable.ToFile(folder["in.gz"]), TestStreams.Canceled).DefaultTimeout();
        var back = await Readable.FromFile(folder["in.gz"])
            .Pipe(Transformer.Reading(input => new GZipStream(input, CompressionMode.Decompress)))
            .ReadAllAsync().DefaultTimeout();

        Assert.True(new FileInfo(folder["in.gz"]).Length < content.Length);
        Assert.Equal(content, back);
    }

    [Fact]
    public async Task Transformers_that_belong_together_get_a_name()
    {
        static Readable Shout(Readable input) => input
            .Pipe(Transformer.Text(text => text.ToUpperInvariant()))
            .Pipe(Transformer.Lines(line => $"{line}!"));

        Assert.Equal("SALMON!\nTROUT!", await TestStreams.Of("salmon\ntrout").Pipe(Shout).AllTextAsync().DefaultTimeout());
        Assert.Equal("CHAR!", await TestStreams.Of("char").Pipe(Shout).AllTextAsync().DefaultTimeout());
    }

    [Fact]
    public async Task A_class_of_ones_own_is_a_transformer()
    {
        Assert.Equal("nomlas", await TestStreams.Of("salmon").Pipe(new Reversing()).AllTextAsync().DefaultTimeout());
    }

    private sealed class Reversing : Transformer
    {
        private readonly List<byte> _all = [];

        protected override ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, System.IO.Pipelines.PipeWriter output, CancellationToken cancellationToken)
        {
            _all.AddRange(chunk.Span);
            return default;
        }

        protected override async ValueTask FlushAsync(System.IO.Pipelines.PipeWriter output, CancellationToken cancellationToken)
        {
            _all.Reverse();
            await output.WriteAsync(_all.ToArray(), cancellationToken);
        }
    }
}
