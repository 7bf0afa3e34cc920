using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Sockeye.Engine.WebSockets.Compression;

/// <summary>What a client and the server have agreed on (RFC 7692, section 7.1).</summary>
/// <param name="ServerWindowBits">The server's window.</param>
/// <param name="ClientWindowBits">The client's window.</param>
/// <param name="ServerTakesOver">Whether the server's messages build on those before.</param>
/// <param name="ClientTakesOver">Whether the client's do.</param>
/// <param name="Answer">The extension as the answer of the handshake names it.</param>
internal sealed record DeflateAgreement(int ServerWindowBits, int ClientWindowBits, bool ServerTakesOver, bool ClientTakesOver, string Answer)
{
    public const string Extension = "permessage-deflate";

    private const int LargestWindow = 15;

    /// <summary>Eight, which the protocol has, zlib has not.</summary>
    private const int SmallestWindow = 9;

    /// <summary>Takes the first offer that can be met.</summary>
    /// <param name="extensions">The request's <c>Sec-WebSocket-Extensions</c>.</param>
    /// <param name="options">What the server wants.</param>
    public static DeflateAgreement? Of(StringValues extensions, WebSocketCompressionOptions options)
    {
        foreach (var offer in string.Join(',', (string?[])extensions!).Split(','))
        {
            if (DeflateOffer.TryParse(offer, out var parsed) && Answered(parsed, options) is { } agreement)
            {
                return agreement;
            }
        }

        return null;
    }

    private static DeflateAgreement? Answered(DeflateOffer offer, WebSocketCompressionOptions options)
    {
        if (offer.ServerMaxWindowBits < SmallestWindow || (options.ClientMaxWindowBits < LargestWindow && !offer.NamesClientMaxWindowBits))
        {
            return null;
        }

        var serverBits = Math.Min(offer.ServerMaxWindowBits ?? LargestWindow, options.ServerMaxWindowBits);
        var clientBits = Math.Min(offer.ClientMaxWindowBits ?? LargestWindow, options.ClientMaxWindowBits);
        var serverTakesOver = options.ServerContextTakeover && !offer.ServerNoContextTakeover;
        var clientTakesOver = options.ClientContextTakeover && !offer.ClientNoContextTakeover;
        string?[] parts =
        [
            Extension,
            serverTakesOver ? null : DeflateOffer.ServerNoContextTakeoverName,
            clientTakesOver ? null : DeflateOffer.ClientNoContextTakeoverName,
            serverBits < LargestWindow ? Assignment(DeflateOffer.ServerMaxWindowBitsName, serverBits) : null,
            clientBits < LargestWindow ? Assignment(DeflateOffer.ClientMaxWindowBitsName, clientBits) : null,
        ];
        return new DeflateAgreement(
            serverBits, Math.Max(clientBits, SmallestWindow), serverTakesOver, clientTakesOver, string.Join("; ", parts.OfType<string>()));
    }

    private static string Assignment(string name, int value) => $"{name}={value.ToString(CultureInfo.InvariantCulture)}";
}
