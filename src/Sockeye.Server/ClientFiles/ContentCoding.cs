using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Sockeye.Server;

/// <summary>The encodings in which a file can be sent.</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Brotli,
    Deflate,
}

internal static class ContentCodingNegotiation
{
    private static readonly ContentCoding[] Encodings = [ContentCoding.Gzip, ContentCoding.Brotli, ContentCoding.Deflate];

    /// <summary>
    /// Chooses what a request's <c>Accept-Encoding</c> likes best (RFC 9110, section 12.5.3). Of those it likes the same, the one it names first;
    /// unencoded only if it says so or has nothing else. A header that cannot be read asks for nothing.
    /// </summary>
    public static ContentCoding Choose(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0 || !StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted))
        {
            return ContentCoding.Identity;
        }

        var best = ContentCoding.Identity;
        var bestQuality = 0.0;
        foreach (var candidate in accepted)
        {
            var coding = candidate.Value == "*" ? FirstUnnamed(accepted) : Find(candidate.Value);
            var quality = candidate.Quality ?? 1;
            if (coding is not null && quality > bestQuality)
            {
                best = coding.Value;
                bestQuality = quality;
            }
        }

        return best;
    }

    /// <summary>Gets the name that <c>Content-Encoding</c> uses, or <see langword="null"/> for none.</summary>
    public static string? HeaderValue(this ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Brotli => "br",
        ContentCoding.Deflate => "deflate",
        _ => null,
    };

    // "*" stands for what the header does not name.
    private static ContentCoding? FirstUnnamed(IList<StringWithQualityHeaderValue> accepted)
    {
        foreach (var coding in Encodings)
        {
            if (accepted.All(candidate => Find(candidate.Value) != coding))
            {
                return coding;
            }
        }

        return null;
    }

    private static ContentCoding? Find(StringSegment name)
    {
        return Is("gzip") || Is("x-gzip") ? ContentCoding.Gzip
            : Is("br") ? ContentCoding.Brotli
            : Is("deflate") ? ContentCoding.Deflate
            : Is("identity") ? ContentCoding.Identity
            : null;

        bool Is(string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);
    }
}
