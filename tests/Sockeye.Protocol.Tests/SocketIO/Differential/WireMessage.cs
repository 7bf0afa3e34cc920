using System.Text;
using System.Text.Json.Serialization;

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>One message of a connection, as the question to the official parser has it: text in <c>t</c> or bytes in <c>b</c>.</summary>
internal sealed record WireMessage(
    [property: JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? TextBytes,
    [property: JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? Binary)
{
    [JsonIgnore]
    public string Text => TextBytes is null ? "" : Encoding.UTF8.GetString(TextBytes);

    public static WireMessage OfText(string text) => new(Encoding.UTF8.GetBytes(text), null);

    public static WireMessage OfBinary(byte[] bytes) => new(null, bytes);

    public override string ToString() => TextBytes is null ? $"<{Convert.ToHexStringLower(Binary!)}>" : Text;
}
