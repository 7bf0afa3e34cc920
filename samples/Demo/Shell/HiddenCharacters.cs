namespace Demo.Shell;

/// <summary>Characters that have no place in a name: they are not seen, and let it look or end otherwise than it does.</summary>
internal static class HiddenCharacters
{
    /// <summary>Whether a text has control characters, or some that turn the direction of what follows (Unicode's embeddings, overrides and isolates).</summary>
    public static bool AreIn(string text) => text.Any(static letter => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
