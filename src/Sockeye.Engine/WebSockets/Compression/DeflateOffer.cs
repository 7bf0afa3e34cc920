namespace Sockeye.Engine.WebSockets.Compression;

/// <summary>One offer of a client's (RFC 7692, section 7.1).</summary>
internal readonly record struct DeflateOffer
{
    public const string ServerNoContextTakeoverName = "server_no_context_takeover";
    public const string ClientNoContextTakeoverName = "client_no_context_takeover";
    public const string ServerMaxWindowBitsName = "server_max_window_bits";
    public const string ClientMaxWindowBitsName = "client_max_window_bits";

    public bool ServerNoContextTakeover { get; private init; }

    public bool ClientNoContextTakeover { get; private init; }

    public int? ServerMaxWindowBits { get; private init; }

    public int? ClientMaxWindowBits { get; private init; }

    /// <summary>Gets whether the client can be told its window.</summary>
    public bool NamesClientMaxWindowBits { get; private init; }

    /// <summary>Reads an offer.</summary>
    /// <returns>Whether it is one of this extension, and no parameter is unknown, twice there, or out of its bounds.</returns>
    public static bool TryParse(string text, out DeflateOffer offer)
    {
        offer = default;
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (!string.Equals(parts[0], DeflateAgreement.Extension, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.AsSpan(1))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (!seen.Add(pair[0]) || !TryTake(pair[0].ToLowerInvariant(), pair.Length == 2 ? pair[1].Trim('"') : null, ref offer))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryTake(string name, string? value, ref DeflateOffer offer)
    {
        switch (name)
        {
            case ServerNoContextTakeoverName when value is null:
                offer = offer with { ServerNoContextTakeover = true };
                return true;
            case ClientNoContextTakeoverName when value is null:
                offer = offer with { ClientNoContextTakeover = true };
                return true;
            case ServerMaxWindowBitsName when BitsOf(value) is { } bits:
                offer = offer with { ServerMaxWindowBits = bits };
                return true;
            case ClientMaxWindowBitsName when value is null || BitsOf(value) is not null:
                offer = offer with { ClientMaxWindowBits = BitsOf(value), NamesClientMaxWindowBits = true };
                return true;
            default:
                return false;
        }
    }

    private static int? BitsOf(string? value) => value switch
    {
        "8" => 8,
        "9" => 9,
        ['1', >= '0' and <= '5' and var digit] => 10 + (digit - '0'),
        _ => null,
    };
}
