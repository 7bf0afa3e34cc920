using System.Text;

namespace Sockeye.Events.Tests.Streams;

internal static class TestStreams
{
    public static CancellationToken Canceled => TestContext.Current.CancellationToken;

    /// <summary>A source whose chunks are cut where a seeded generator says.</summary>
    public static Readable Cut(byte[] content, Random random, int longest = 7) => Readable.From(Pieces(content, random, longest));

    public static Readable Of(string text) => Readable.From(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public static async Task<byte[]> ReadAllAsync(this Readable readable)
    {
        using var all = new MemoryStream();
        await foreach (var chunk in readable.ReadChunksAsync(Canceled))
        {
            all.Write(chunk.Span);
        }

        return all.ToArray();
    }

    public static async Task<string> AllTextAsync(this Readable readable) => Encoding.UTF8.GetString(await readable.ReadAllAsync());

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] content, Random random, int longest)
    {
        for (var at = 0; at < content.Length;)
        {
            var length = Math.Min(random.Next(longest + 1), content.Length - at); // now and then none at all
            yield return content.AsMemory(at, length);
            at += length;
            if (random.Next(8) == 0)
            {
                await Task.Yield();
            }
        }
    }
}
