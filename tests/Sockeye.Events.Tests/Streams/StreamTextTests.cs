using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

public sealed class StreamTextTests
{
    private const int Rounds = 400;

    // Two, three and four bytes in UTF-8; pairs of surrogates; marks that combine; line endings; a byte order mark inside the text.
    private static readonly string[] Alphabet = ["a", "Z", "\n", "\r\n", "\r", "é", "ß", "дом", "漢", "\u0301", "🐟", "👩‍🚀", "𝄞", "\uFEFF", "\0", "\u2028"];

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE", "iso-8859-1", "us-ascii"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Text_in_random_pieces_is_the_text_decoded_at_once(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var bytes = encoding.GetBytes(RandomText(random));
            bytes = random.Next(2) == 0 ? [.. encoding.Preamble, .. bytes] : bytes;

            Assert.Equal(OneShot(bytes, encoding), await PiecesAsync(bytes, random, new() { Encoding = encoding }));
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Bytes_that_are_no_text_are_replaced_as_decoding_at_once_replaces_them(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var bytes = encoding.GetBytes(RandomText(random));
            for (var i = random.Next(6); i >= 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            bytes = bytes[..random.Next(bytes.Length + 1)]; // it may end in the middle of a character
            Assert.Equal(OneShot(bytes, encoding), await PiecesAsync(bytes, random, new() { Encoding = encoding }));
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_transformer_that_changes_nothing_gives_back_the_same_bytes(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var bytes = encoding.GetBytes(RandomText(random));
            bytes = random.Next(2) == 0 ? [.. encoding.Preamble, .. bytes] : bytes;
            StreamTextOptions options = new() { Encoding = encoding };

            Assert.Equal(bytes, await TestStreams.Cut(bytes, random).Pipe(Transformer.Text(text => text, options)).ReadAllAsync());
            Assert.Equal(bytes, await TestStreams.Cut(bytes, random).Pipe(Transformer.Lines(line => line, options)).ReadAllAsync());
        }
    }

    [Fact]
    public async Task Lines_in_random_pieces_are_the_lines_of_a_reader()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var text = RandomText(random);
            var lines = new List<string>();
            await foreach (var line in TestStreams.Cut(Encoding.UTF8.GetBytes(text), random).ReadLinesAsync(cancellationToken: TestStreams.Canceled))
            {
                lines.Add(line);
            }

            using var reader = new StreamReader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            var expected = new List<string>();
            while (await reader.ReadLineAsync(TestStreams.Canceled) is { } line)
            {
                expected.Add(line);
            }

            Assert.Equal(expected, lines);
        }
    }

    [Fact]
    public async Task A_surrogate_pair_that_a_transformer_cuts_is_written_whole()
    {
        var halves = Transformer.Text(text => text[..1]);
        var other = Transformer.Bytes((chunk, output, token) => default, async (output, token) => await output.WriteAsync("."u8.ToArray(), token));
        Assert.Equal("\uFFFD", await TestStreams.Of("🐟").Pipe(halves).AllTextAsync().DefaultTimeout());

        // Each piece ends with the first half of what the next one begins with.
        var pieces = new Queue<string>(["<\ud83d", "\udc1f\ud83d", "\udc1f>"]);
        var source = Readable.From(Bytes("1", "2", "3"), new() { ChunkSize = 1 });
        Assert.Equal("<🐟🐟>", await source.Pipe(Transformer.Text(_ => pieces.Dequeue())).AllTextAsync().DefaultTimeout());
        Assert.Equal(".", await TestStreams.Of("x").Pipe(other).AllTextAsync().DefaultTimeout());
    }

    [Theory]
    [InlineData(ByteOrderMark.Preserve, true, true)]
    [InlineData(ByteOrderMark.Preserve, false, false)]
    [InlineData(ByteOrderMark.Remove, true, false)]
    [InlineData(ByteOrderMark.Remove, false, false)]
    [InlineData(ByteOrderMark.Write, true, true)]
    [InlineData(ByteOrderMark.Write, false, true)]
    public async Task A_byte_order_mark_is_kept_taken_or_written_and_never_shown(ByteOrderMark mark, bool had, bool has)
    {
        byte[] preamble = [0xEF, 0xBB, 0xBF];
        foreach (var text in new[] { "salmon", string.Empty })
        {
            byte[] input = [.. had ? preamble : [], .. Encoding.UTF8.GetBytes(text)];
            var seen = string.Empty;
            var output = await TestStreams.Cut(input, new Random(3), longest: 1)
                .Pipe(Transformer.Text(piece => { seen += piece; return piece; }, new() { ByteOrderMark = mark })).ReadAllAsync().DefaultTimeout();

            Assert.Equal(text, seen);
            Assert.Equal([.. has ? preamble : [], .. Encoding.UTF8.GetBytes(text)], output);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_byte_order_mark_tells_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes("fish")];
        Assert.Equal("fish", await PiecesAsync(bytes, new Random(1), new() { Encoding = encoding.Preamble.IsEmpty ? encoding : Encoding.Latin1 }));
        if (name == "utf-16")
        {
            Assert.Equal("ÿþf\0i\0s\0h\0", await PiecesAsync(bytes, new Random(1), new() { Encoding = Encoding.Latin1, DetectEncoding = false }));
        }
    }

    [Fact]
    public async Task Text_is_written_in_another_encoding_where_one_is_named()
    {
        var output = await TestStreams.Of("Lachs für 漢").Pipe(Transformer.Text(text => text, new() { OutputEncoding = Encoding.Latin1 })).ReadAllAsync().DefaultTimeout();
        Assert.Equal("Lachs für ?", Encoding.Latin1.GetString(output));

        var wide = await TestStreams.Of("é").Pipe(Transformer.Text(text => text, new() { OutputEncoding = Encoding.Unicode, ByteOrderMark = ByteOrderMark.Write })).ReadAllAsync().DefaultTimeout();
        Assert.Equal([0xFF, 0xFE, 0xE9, 0x00], wide);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_fail_the_stream_where_that_is_asked_for()
    {
        var source = Readable.From(Bytes("abc", "d\u0080"), new() { ChunkSize = 4 });
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => Readable.From(new MemoryStream([.. "abc"u8, 0xFF, .. "d"u8]), new() { ChunkSize = 1 })
            .Pipe(Transformer.Text(text => text, new() { InvalidText = InvalidText.Fail })).ReadAllAsync().DefaultTimeout());

        var cause = Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Contains("FF at offset 3 of the stream are not valid in utf-8", cause.Message, StringComparison.Ordinal);
        Assert.Equal("transformer 1", failure.Stage);
        Assert.Equal("abcd\u0080", await source.Pipe(Transformer.Text(text => text, new() { InvalidText = InvalidText.Fail })).AllTextAsync());

        foreach (var (bytes, encoding) in new[] { (new byte[] { 0xF0, 0x9F }, Encoding.UTF8), ([0x3D, 0xD8], Encoding.Unicode) })
        {
            var cut = await Assert.ThrowsAsync<StreamFailedException>(() => PiecesAsync(bytes, new Random(1), new() { Encoding = encoding, InvalidText = InvalidText.Fail }));
            Assert.IsType<InvalidDataException>(cut.InnerException);
        }
    }

    [Fact]
    public async Task A_character_the_output_cannot_hold_fails_the_stream_where_that_is_asked_for()
    {
        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => TestStreams.Of("a🐟")
            .Pipe(Transformer.Text(text => text, new() { OutputEncoding = Encoding.Latin1, InvalidText = InvalidText.Fail })).ReadAllAsync().DefaultTimeout());

        Assert.Contains("iso-8859-1 cannot write: U+1F41F", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_does_not_end_is_bounded()
    {
        foreach (var endless in new[] { true, false })
        {
            var source = Readable.From(new MemoryStream(Encoding.ASCII.GetBytes("short\n" + new string('x', 1001) + (endless ? "" : "\n"))), new() { ChunkSize = 100 });
            StreamTextOptions options = new() { MaxLineLength = 1000 };
            var failure = endless
                ? await Assert.ThrowsAsync<StreamFailedException>(() => source.Pipe(Transformer.Lines(line => line, options)).ReadAllAsync().DefaultTimeout())
                : await Assert.ThrowsAsync<StreamFailedException>(async () => await source.ReadLinesAsync(options, TestStreams.Canceled).LastAsync(TestStreams.Canceled));

            Assert.Contains("MaxLineLength allows (1000 UTF-16 code units)", failure.Message, StringComparison.Ordinal);
        }

        var fits = TestStreams.Of(new string('x', 1000) + "\r\n").Pipe(Transformer.Lines(line => $"{line.Length}", new() { MaxLineLength = 1000 }));
        Assert.Equal("1000\r\n", await fits.AllTextAsync().DefaultTimeout());
    }

    [Fact]
    public async Task Lines_are_taken_out_changed_and_waited_for()
    {
        var even = Transformer.Lines(async (line, token) =>
        {
            await Task.Yield();
            return int.Parse(line, System.Globalization.CultureInfo.InvariantCulture) % 2 == 0 ? $"{line}!" : null;
        });

        Assert.Equal("2!\n4!", await TestStreams.Of("1\n2\r3\n4").Pipe(Transformer.Text(text => text.Replace('\r', '\n'))).Pipe(even).AllTextAsync().DefaultTimeout());
    }

    private static string RandomText(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

    private static string OneShot(byte[] bytes, Encoding encoding)
    {
        using var reader = new StreamReader(
            new MemoryStream(bytes), Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")));
        return reader.ReadToEnd();
    }

    private static async Task<string> PiecesAsync(byte[] bytes, Random random, StreamTextOptions options)
    {
        var text = new StringBuilder();
        await foreach (var piece in TestStreams.Cut(bytes, random).ReadTextAsync(options, TestStreams.Canceled))
        {
            Assert.NotEmpty(piece);
            text.Append(piece);
        }

        return text.ToString();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Bytes(params string[] pieces)
    {
        foreach (var piece in pieces)
        {
            await Task.Yield();
            yield return Encoding.UTF8.GetBytes(piece);
        }
    }
}
