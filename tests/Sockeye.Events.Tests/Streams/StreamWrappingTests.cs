using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Streams;

// Streams of .NET as transformers.
public sealed class StreamWrappingTests
{
    [Fact]
    public async Task What_cannot_be_decompressed_fails_at_once_though_the_source_goes_on()
    {
        var endless = new Pipe();
        await endless.Writer.WriteAsync("this is no gzip, and is long enough to tell"u8.ToArray(), TestStreams.Canceled);
        var run = Readable.From(endless.Reader).Pipe(Transformer.Reading(input => new GZipStream(input, CompressionMode.Decompress))).RunAsync(TestStreams.Canceled);

        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => run.DefaultTimeout());
        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Single(failure.Failures);
    }

    [Fact]
    public async Task A_stream_that_fails_while_it_is_compressed_still_ends()
    {
        await using var source = new ProbeStream { Length64 = 5_000_000, FailReadAt = 3_000_000 };
        await using var destination = new ProbeStream();
        var run = Readable.From(source).Pipe(Transformer.Writing(output => new GZipStream(output, CompressionLevel.Fastest))).PipeToAsync(Writable.To(destination), TestStreams.Canceled);

        var failure = await Assert.ThrowsAsync<StreamFailedException>(() => run.DefaultTimeout());
        Assert.Equal("The disk is gone.", failure.InnerException!.Message);
        Assert.Single(failure.Failures);
        Assert.Equal((1, 1), (source.Disposals, destination.Disposals));
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_the_rest_to_be_passed_over()
    {
        await using var source = new ProbeStream { Length64 = 1_000_000 };
        var result = await Readable.From(source).Pipe(Transformer.Reading(input => new FirstBytes(input))).PipeToAsync(Writable.To(new MemoryStream()), TestStreams.Canceled).DefaultTimeout();

        Assert.Equal((1_000_000, 10), (result.BytesRead, result.BytesWritten));
    }

    [Fact]
    public async Task What_is_encrypted_in_one_stream_is_decrypted_in_another()
    {
        using var aes = Aes.Create();
        var content = Enumerable.Range(0, 100_003).Select(i => ProbeStream.ByteAt(i)).ToArray();
        var secret = await Readable.From(new MemoryStream(content)).Pipe(Transformer.Writing(output => new CryptoStream(output, aes.CreateEncryptor(), CryptoStreamMode.Write))).ReadAllAsync().DefaultTimeout();
        var back = await TestStreams.Cut(secret, new Random(5), 3_000).Pipe(Transformer.Reading(input => new CryptoStream(input, aes.CreateDecryptor(), CryptoStreamMode.Read))).ReadAllAsync().DefaultTimeout();

        Assert.NotEqual(content.Length, secret.Length);
        Assert.Equal(content, back);
    }

    private sealed class FirstBytes(Stream inner) : Stream
    {
        private bool _isOver;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = _isOver ? 0 : await inner.ReadAsync(buffer[..10], cancellationToken);
            _isOver = true;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
