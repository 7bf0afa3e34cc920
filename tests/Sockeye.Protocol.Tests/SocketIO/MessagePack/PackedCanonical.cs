using System.Globalization;
using Sockeye.Protocol.SocketIO;
using Sockeye.Protocol.Tests.SocketIO.Differential;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>A value in MessagePack in the one form in which both sides write it down: see <c>canonical</c> in <c>tests/js/described.mjs</c>.</summary>
internal static class PackedCanonical
{
    /// <param name="packed">The value.</param>
    /// <param name="asJson">Whether what JSON has no word for is what JSON.stringify makes of it.</param>
    public static string Value(ReadOnlySpan<byte> packed, bool asJson = false)
    {
        var reader = new PackReader(packed);
        var value = Value(ref reader, asJson);
        Assert.Equal(packed.Length, reader.Position);
        return value;
    }

    public static string Elements(ReadOnlySpan<byte> packed, int count, bool asJson)
    {
        var reader = new PackReader(packed);
        return Elements(ref reader, count, asJson);
    }

    private static string Elements(ref PackReader reader, int count, bool asJson)
    {
        var elements = new List<string>();
        for (; count > 0; count--)
        {
            var element = Value(ref reader, asJson);
            elements.Add(asJson && element == "undefined" ? "null" : element);
        }

        return $"[{string.Join(',', elements)}]";
    }

    private static string Value(ref PackReader reader, bool asJson)
    {
        Assert.True(reader.TryRead());
        switch (reader.Kind)
        {
            case PackKind.Nil:
                return "null";
            case PackKind.Undefined:
                return "undefined";
            case PackKind.True or PackKind.False:
                return reader.Kind == PackKind.True ? "true" : "false";
            case PackKind.Integer:
                return JavaScriptNumber.ToString(reader.Integer);
            case PackKind.Unsigned:
                return JavaScriptNumber.ToString(reader.Unsigned);
            case PackKind.Real:
                return asJson && !double.IsFinite(reader.Real) ? "null" : JavaScriptNumber.ToString(reader.Real);
            case PackKind.Text:
                return Canonical.Quote(System.Text.Encoding.UTF8.GetString(reader.Bytes));
            case PackKind.Binary:
                return Show(reader.Bytes);
            case PackKind.Date when reader.ExtensionType == 0 || asJson:
                return IsDate(reader.Integer)
                    ? Canonical.Quote(DateTimeOffset.FromUnixTimeMilliseconds(reader.Integer).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))
                    : "null";
            case PackKind.Date or PackKind.Extension:
                return $"[{reader.ExtensionType},{Show(reader.Bytes)}]";
            case PackKind.Array:
                return Elements(ref reader, reader.Count, asJson);
            default:
                return Map(ref reader, asJson);
        }
    }

    private static string Map(ref PackReader reader, bool asJson)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.Count; left > 0; left--)
        {
            Assert.True(reader.TryRead());
            var name = PackCheck.NameOf(in reader)!;
            var value = Value(ref reader, asJson);
            if (value != "undefined" || !asJson)
            {
                members[name] = value;
            }
        }

        return $"{{{string.Join(',', members.Select(member => $"{Canonical.Quote(member.Key)}:{member.Value}"))}}}";
    }

    private static bool IsDate(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static string Show(ReadOnlySpan<byte> bytes) => $"<{Convert.ToHexStringLower(bytes)}>";
}
