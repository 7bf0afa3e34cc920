using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// The name of an event: the first element of its array, a string or, as in the official parser, a number, which is then its text.
/// </summary>
internal static class EventNames
{
    /// <summary>Reads the first element.</summary>
    /// <returns>What was wrong, or null.</returns>
    public static string? Read(ref Utf8JsonReader reader, PacketLimits limits, NameCache names, out string? name)
    {
        name = null;
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return "The array of an EVENT should begin with the event's name: a string or a number.";
        }

        if (reader.ValueSpan.Length > limits.MaxEventNameLength)
        {
            return $"The name of the event is too long: it may have {limits.MaxEventNameLength} bytes at the most.";
        }

        name = reader.TokenType == JsonTokenType.Number
            ? JavaScriptNumber.ToString(reader.GetDouble())
            : reader.ValueIsEscaped ? WireStringConverter.Read(ref reader) : names.Get(reader.ValueSpan);
        return ReservedEventNames.Contains(name) ? $"The name of the event is reserved: \"{name}\" cannot be sent." : null;
    }
}
