using System.Text;

namespace Sockeye.Events.Tests.Streams;

public sealed class StreamOptionsTests
{
    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        ReadableOptions readable = new();
        Assert.Equal((65_536, 262_144L, null, 1_048_576L, false), (readable.ChunkSize, readable.HighWaterMark, readable.LowWaterMark, readable.ProgressInterval, readable.LeaveOpen));
        WritableOptions writable = new();
        Assert.Equal((1_048_576L, false), (writable.ProgressInterval, writable.LeaveOpen));
        StreamTextOptions text = new();
        Assert.Equal((Encoding.UTF8, null, true, ByteOrderMark.Preserve), (text.Encoding, text.OutputEncoding, text.DetectEncoding, text.ByteOrderMark));
        Assert.Equal((InvalidText.Replace, 1_048_576), (text.InvalidText, text.MaxLineLength));
    }

    [Fact]
    public void An_option_out_of_bounds_is_refused_by_its_name()
    {
        Refused(new ReadableOptions { ChunkSize = 0 }, "ChunkSize must be between 1 and 1073741824, and is 0.");
        Refused(new ReadableOptions { ChunkSize = int.MaxValue }, "ChunkSize must be between 1 and 1073741824, and is 2147483647.");
        Refused(new ReadableOptions { HighWaterMark = 0 }, "HighWaterMark must be at least 1, and is 0.");
        Refused(new ReadableOptions { HighWaterMark = 10, LowWaterMark = 11 }, "LowWaterMark must be between 1 and HighWaterMark (10), and is 11.");
        Refused(new ReadableOptions { LowWaterMark = 0 }, "LowWaterMark must be between 1 and HighWaterMark (262144), and is 0.");
        Refused(new ReadableOptions { ProgressInterval = 0 }, "ProgressInterval must be at least 1, and is 0.");
        RefusedBy(() => Writable.To(new MemoryStream(), new() { ProgressInterval = -1 }), "ProgressInterval must be at least 1, and is -1.");
        RefusedBy(() => Transformer.Text(text => text, new() { Encoding = null! }), "Encoding must be an encoding, and is null.");
        RefusedBy(() => Transformer.Lines(line => line, new() { MaxLineLength = 0 }), "MaxLineLength must be between 1 and 1073741824, and is 0.");
        RefusedBy(() => Transformer.Text(text => text, new() { ByteOrderMark = (ByteOrderMark)7 }), "ByteOrderMark must be Preserve, Remove or Write, and is 7.");
        RefusedBy(() => Transformer.Text(text => text, new() { InvalidText = (InvalidText)7 }), "InvalidText must be Replace or Fail, and is 7.");
        RefusedBy(() => Writable.ToFile("x", (FileMode)0), "The mode must be one of FileMode's values.");
        RefusedBy(() => Readable.FromFile(string.Empty), "The value cannot be an empty string.");
    }

    [Fact]
    public void A_stream_that_cannot_do_its_part_is_refused()
    {
        using var closed = new MemoryStream();
        closed.Dispose();
        RefusedBy(() => Readable.From(closed), "The stream must be one that can be read");
        RefusedBy(() => Writable.To(new MemoryStream([], writable: false)), "The stream must be one that can be written");
    }

    [Fact]
    public async Task Options_that_change_later_change_nothing()
    {
        ReadableOptions options = new() { ChunkSize = 10 };
        var readable = Readable.From(new ProbeStream { Length64 = 100 }, options);
        options.ChunkSize = 0;
        var chunks = 0;
        readable.On(Readable.Data, _ => chunks++);
        await readable.RunAsync(TestStreams.Canceled);
        Assert.Equal(10, chunks);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(100, 1)]
    [InlineData(10_000, 10)]
    public async Task Every_size_and_threshold_gives_the_same_bytes(int chunkSize, int highWaterMark)
    {
        var content = Enumerable.Range(0, 5_000).Select(i => ProbeStream.ByteAt(i)).ToArray();
        ReadableOptions options = new() { ChunkSize = chunkSize, HighWaterMark = highWaterMark };
        Assert.Equal(content, await Readable.From(new MemoryStream(content), options).Pipe(Transformer.Bytes(chunk => chunk)).ReadAllAsync());
    }

    [Fact]
    public async Task Files_are_made_added_to_and_never_replaced_as_the_mode_says()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", "one"u8);
        await TestStreams.Of("two").PipeToAsync(Writable.ToFile(path, FileMode.Append), TestStreams.Canceled);
        Assert.Equal("onetwo", await File.ReadAllTextAsync(path, TestStreams.Canceled));
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => TestStreams.Of("x").PipeToAsync(Writable.ToFile(path, FileMode.CreateNew), TestStreams.Canceled));
        Assert.IsType<IOException>(failure.InnerException);
        await TestStreams.Of(string.Empty).PipeToAsync(Writable.ToFile(path), TestStreams.Canceled);
        Assert.Equal(0, new FileInfo(path).Length);
    }

    private static void Refused(ReadableOptions options, string message) => RefusedBy(() => Readable.FromFile("x", options), message);

    private static void RefusedBy(Func<object> make, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
}
