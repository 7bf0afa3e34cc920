using System.Text.Encodings.Web;

namespace Sockeye.Engine.Http;

/// <summary>Text inside a JSON string.</summary>
internal static class JsonText
{
    public static string Escape(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
}
