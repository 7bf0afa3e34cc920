using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Sockeye.Server;

/// <summary>The files of the official browser client, served beside the endpoint: <c>/socket.io/socket.io.js</c> and its seven siblings.</summary>
/// <remarks>
/// They come from the npm package <c>socket.io-client</c>, which ClientFiles.targets fetches and embeds. As in the reference any method is served, a
/// query string says nothing, and other names are not ours. Safe to use from many threads.
/// </remarks>
internal static class ClientFiles
{
    /// <summary>The version of the embedded client: the one that npm/package.json asks for.</summary>
    public const string Version = "4.8.4";

    /// <summary>
    /// The version names the content, as each version has one. The encodings of a file share the tag, as in the reference: <c>Vary</c> keeps caches
    /// from mixing them, and there are no ranges, for which alone a tag of its own would be needed.
    /// </summary>
    private static readonly EntityTagHeaderValue Tag = new($"\"{Version}\"");
    private static readonly StringValues TagHeader = Tag.ToString();

    private static readonly FrozenDictionary<string, ClientFile> Files =
        new[] { "socket.io", "socket.io.min", "socket.io.esm.min", "socket.io.msgpack.min" }
            .SelectMany(bundle => new[] { $"{bundle}.js", $"{bundle}.js.map" })
            .ToFrozenDictionary(name => name, name => new ClientFile(name), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ClientFile>.AlternateLookup<ReadOnlySpan<char>> FilesBySpan =
        Files.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Says whether a name, without the path before it, is that of one of the files.</summary>
    public static bool IsClientFile(ReadOnlySpan<char> name) => FilesBySpan.ContainsKey(name);

    /// <summary>Answers a request for a file.</summary>
    /// <param name="context">The request. CORS headers are the endpoint's business, and are kept.</param>
    /// <param name="name">A name for which <see cref="IsClientFile"/> is true.</param>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public static async Task ServeAsync(HttpContext context, string name)
    {
        var file = Files[name];
        var response = context.Response;
        response.Headers.CacheControl = "public, max-age=0";
        response.Headers.ETag = TagHeader;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);

        if (IsKnown(context.Request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var coding = ContentCodingNegotiation.Choose(context.Request.Headers.AcceptEncoding);
        var bytes = file.Bytes(coding);
        response.ContentType = file.ContentType;
        response.ContentLength = bytes.Length;
        if (coding.HeaderValue() is { } encoding)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    // RFC 9110, section 13.1.2: a list of tags, weakly compared, or "*" for whatever there is. What is not a tag matches nothing.
    private static bool IsKnown(StringValues ifNoneMatch) =>
        ifNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Tag, useStrongComparison: false));
}
