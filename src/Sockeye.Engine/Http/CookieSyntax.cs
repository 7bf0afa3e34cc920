using System.Buffers;

namespace Sockeye.Engine;

/// <summary>What a cookie may be made of (RFC 6265, section 4.1.1).</summary>
internal static class CookieSyntax
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");

    public static bool IsName(string? name) => !string.IsNullOrEmpty(name) && !name.AsSpan().ContainsAnyExcept(Token);

    public static bool IsAttributeValue(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && !value.Contains(';');
}
