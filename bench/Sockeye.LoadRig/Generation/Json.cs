using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sockeye.LoadRig.Generation;

internal static class Json
{
    private static readonly JsonSerializerOptions AsClientsDo = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a string as a browser's <c>JSON.stringify</c> does.</summary>
    public static string Quote(string value) => JsonSerializer.Serialize(value, AsClientsDo);
}
