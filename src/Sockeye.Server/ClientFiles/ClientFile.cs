using System.IO.Compression;

namespace Sockeye.Server;

/// <summary>One file of the browser client, in every encoding that was asked for so far.</summary>
/// <remarks>
/// The assembly holds it gzipped. The other forms are made when the first request wants them and are then kept: all eight files in all
/// forms come to 2.2 MB. Safe to use from many threads.
/// </remarks>
internal sealed class ClientFile(string name)
{
    private readonly Lazy<byte[]>[] _forms =
        [.. Enum.GetValues<ContentCoding>().Select(coding => new Lazy<byte[]>(() => Make(name, coding)))];

    /// <summary>Gets the media type.</summary>
    public string ContentType { get; } = name.EndsWith(".map", StringComparison.Ordinal)
        ? "application/json; charset=utf-8"
        : "application/javascript; charset=utf-8";

    /// <summary>Gets the bytes of the file in an encoding. They are shared: not to be written to.</summary>
    public byte[] Bytes(ContentCoding coding) => _forms[(int)coding].Value;

    private static byte[] Make(string name, ContentCoding coding)
    {
        var gzipped = ReadResource(name);
        if (coding == ContentCoding.Gzip)
        {
            return gzipped;
        }

        using var gzip = new GZipStream(new MemoryStream(gzipped), CompressionMode.Decompress);
        using var made = new MemoryStream();
        switch (coding)
        {
            case ContentCoding.Brotli:
                // 9 of 11: a tenth larger than the best and some fifty times faster, as the first visitor waits for it.
                using (var brotli = new BrotliStream(made, new BrotliCompressionOptions { Quality = 9 }, leaveOpen: true))
                {
                    gzip.CopyTo(brotli);
                }

                break;
            case ContentCoding.Deflate:
                // RFC 9110, section 8.4.1.2: "deflate" is the zlib format.
                using (var zlib = new ZLibStream(made, CompressionLevel.Optimal, leaveOpen: true))
                {
                    gzip.CopyTo(zlib);
                }

                break;
            default:
                gzip.CopyTo(made);
                break;
        }

        return made.ToArray();
    }

    private static byte[] ReadResource(string name)
    {
        using var resource = typeof(ClientFile).Assembly.GetManifestResourceStream(name + ".gz")
            ?? throw new InvalidOperationException($"Sockeye.Server was built without the browser client's file {name}.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
