using System.Text.Unicode;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Makes sure of a value that everything in it is MessagePack that can be read: whoever reads it later need not ask again.</summary>
internal static class PackCheck
{
    public const string NotPacked = "The packet is not valid MessagePack, or ends too soon, or goes on behind its end";

    /// <summary>Reads one value with everything in it.</summary>
    /// <param name="reader">Stands before it, and then behind it.</param>
    /// <param name="depthLeft">How many containers may still be opened inside each other.</param>
    /// <param name="limits">For the message.</param>
    /// <returns>What was wrong, or null.</returns>
    public static string? Skip(ref PackReader reader, int depthLeft, PacketLimits limits)
    {
        if (!reader.TryRead())
        {
            return $"{NotPacked}, near byte {reader.Position}.";
        }

        switch (reader.Kind)
        {
            case PackKind.Text:
                return Utf8.IsValid(reader.Bytes) ? null : $"The packet has text that is not valid UTF-8, before byte {reader.Position}.";
            case PackKind.Array or PackKind.Map:
                return SkipElements(ref reader, depthLeft, limits);
            default:
                return null;
        }
    }

    /// <summary>How many bytes the first of values takes that have been checked.</summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> values)
    {
        var reader = new PackReader(values);
        Skip(ref reader, int.MaxValue, PacketLimits.Default);
        return reader.Position;
    }

    /// <summary>The text that JavaScript makes of the key of a map; null for a key that is no name.</summary>
    public static string? NameOf(in PackReader reader) => reader.Kind switch
    {
        PackKind.Text => System.Text.Encoding.UTF8.GetString(reader.Bytes),
        PackKind.Integer => JavaScriptNumber.ToString(reader.Integer),
        PackKind.Unsigned => JavaScriptNumber.ToString(reader.Unsigned),
        PackKind.Real => JavaScriptNumber.ToString(reader.Real),
        PackKind.True => "true",
        PackKind.False => "false",
        PackKind.Nil => "null",
        _ => null,
    };

    private static string? SkipElements(ref PackReader reader, int depthLeft, PacketLimits limits)
    {
        if (depthLeft == 0)
        {
            return $"The payload is nested more than {limits.MaxDepth} deep.";
        }

        var isMap = reader.Kind == PackKind.Map;
        for (var left = reader.Count; left > 0; left--)
        {
            if (isMap)
            {
                var fault = Skip(ref reader, 0, limits);
                if (fault is not null || !IsName(reader.Kind))
                {
                    return fault ?? $"The packet has a map with a key that is no name, before byte {reader.Position}: text or a number should be there.";
                }
            }

            if (Skip(ref reader, depthLeft - 1, limits) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static bool IsName(PackKind kind) =>
        kind is PackKind.Text or PackKind.Integer or PackKind.Unsigned or PackKind.Real or PackKind.True or PackKind.False or PackKind.Nil;
}
