using System.IO.Compression;
using System.Text;

namespace Snippets.Events;

internal static class Streaming
{
    public static async Task FromFileToFile()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (source, copy) = (Path.Combine(folder, "source.txt"), Path.Combine(folder, "copy.txt.gz"));
        await File.WriteAllTextAsync(source, "one\ntwo\nthree\n");

        var result = await Readable.FromFile(source)
            .Pipe(Transformer.Lines(line => line.ToUpperInvariant()))
            .Pipe(Transformer.Writing(output => new GZipStream(output, CompressionLevel.Fastest)))
            .PipeToAsync(Writable.ToFile(copy));

        Console.WriteLine($"{result.BytesRead} bytes read");
        await foreach (var line in Readable.FromFile(copy)
            .Pipe(Transformer.Reading(input => new GZipStream(input, CompressionMode.Decompress)))
            .ReadLinesAsync())
        {
            Console.WriteLine(line);
        }

        Directory.Delete(folder, recursive: true);
    }

    public static async Task EventsOfAStream()
    {
        var bytes = new MemoryStream(Encoding.UTF8.GetBytes("constant memory"));
        var readable = Readable.From(bytes, new ReadableOptions { ChunkSize = 10 });

        readable.On(Readable.Data, chunk => Console.WriteLine($"data: {chunk.Length} bytes"));
        readable.On(StreamStage.Progress, progress => Console.WriteLine($"progress: {progress.Fraction:P0}"));
        readable.On(Readable.End, () => Console.WriteLine("end"));
        readable.On(StreamStage.Close, () => Console.WriteLine("close"));

        await readable.RunAsync();               // what resume() is in Node.js
    }

    public static async Task BackPressure()
    {
        var produced = 0;
        async IAsyncEnumerable<ReadOnlyMemory<byte>> Source()
        {
            for (; produced < 100; produced++)
            {
                await Task.Yield();
                yield return new byte[1000];
            }
        }

        var readable = Readable.From(Source(), new ReadableOptions { HighWaterMark = 4000 });
        await foreach (var chunk in readable.ReadChunksAsync())
        {
            Console.WriteLine($"something taken: {chunk.Length > 0}; fewer than 10,000 bytes made meanwhile: {produced < 10}");
            break;                               // stops the source and closes everything
        }
    }

    public static async Task CharactersAcrossChunks()
    {
        var bytes = new MemoryStream(Encoding.UTF8.GetBytes("Sockeye 🐟"));
        var text = new StringBuilder();
        await foreach (var piece in Readable.From(bytes, new ReadableOptions { ChunkSize = 1 }).ReadTextAsync())
        {
            text.Append(piece);
        }

        Console.WriteLine(text);
    }

    public static async Task Composition()
    {
        static Readable Trimmed(Readable lines) => lines
            .Pipe(Transformer.Lines(line => line.Trim()))
            .Pipe(Transformer.Lines(line => line.Length == 0 ? null : line));        // null takes the line out

        var copy = new MemoryStream();
        var lines = Readable.From(new MemoryStream("  a  \n\n b\n"u8.ToArray()))
            .Pipe(Trimmed)
            .Tee(Writable.To(copy, new WritableOptions { LeaveOpen = true }));       // a second destination

        await foreach (var line in lines.ReadLinesAsync())
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"{copy.Length} bytes copied");
    }

    public static async Task AFailure()
    {
        var readable = Readable.FromFile("no such file");
        readable.On(EventEmitter.Error, exception => Console.WriteLine("error"));

        try
        {
            await readable.PipeToAsync(Writable.To(Stream.Null));
        }
        catch (StreamFailedException exception)
        {
            Console.WriteLine($"{exception.Stage}: {exception.InnerException!.GetType().Name}");
        }
    }
}
