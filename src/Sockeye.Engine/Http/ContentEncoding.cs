using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace Sockeye.Engine.Http;

/// <summary>The content encodings of polling answers (RFC 9110, section 12.5.3).</summary>
internal static class ContentEncoding
{
    private static readonly string[] Known = ["br", "gzip", "deflate"];

    /// <summary>Finds what the client likes best; of two it likes the same, what it names first.</summary>
    /// <returns>The encoding, or <see langword="null"/> to leave the answer as it is.</returns>
    public static string? Negotiate(StringValues acceptEncoding)
    {
        string? best = null;
        var bestQuality = 0.0;
        foreach (var header in acceptEncoding)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                var (name, quality) = Parse(header.AsSpan()[range]);
                if (name is not null && quality > bestQuality)
                {
                    (best, bestQuality) = (name, quality);
                }
            }
        }

        return best;
    }

    public static Stream Compress(Stream output, string encoding) => encoding switch
    {
        "br" => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
        "gzip" => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
        _ => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
    };

    private static (string? Name, double Quality) Parse(ReadOnlySpan<char> item)
    {
        var semicolon = item.IndexOf(';');
        var name = (semicolon < 0 ? item : item[..semicolon]).Trim();
        var quality = 1.0;
        if (semicolon >= 0)
        {
            var parameter = item[(semicolon + 1)..].Trim();
            if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase) ||
                !double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out quality))
            {
                return default;
            }
        }

        foreach (var known in Known)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return (known, quality);
            }
        }

        return default;
    }
}
