using System.Globalization;

namespace Sockeye.Background.Proof.Journals;

/// <summary>A line of a journal: when (by the clock that all share), which process, what, and of what.</summary>
/// <param name="Index">Its place in the file.</param>
/// <param name="At">When; read before it was written.</param>
/// <param name="Pid">The process.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">The whole of it.</param>
public sealed record JournalLine(int Index, long At, int Pid, string Kind, string Text)
{
    /// <summary>What ends a line that was not cut off.</summary>
    public const string End = " ;";

    private Dictionary<string, string>? _fields;

    private Dictionary<string, string> Fields => _fields ??= Text.Split(' ').Skip(3).Select(static word => word.Split('=', 2))
        .Where(static pair => pair.Length == 2).ToDictionary(static pair => pair[0], static pair => pair[1]);

    /// <summary>Gets a field; <see langword="null"/> where there is none, or nothing in it.</summary>
    public string? this[string field] => Fields.GetValueOrDefault(field) is { Length: > 0 } value ? value : null;

    /// <summary>Reads a line; <see langword="null"/> where there is nothing in it, or it was cut off.</summary>
    public static JournalLine? Read(int index, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.EndsWith(End, StringComparison.Ordinal))
        {
            return null;
        }

        var words = text[..^End.Length].Split(' ', 4);
        return words.Length >= 3 && long.TryParse(words[0], CultureInfo.InvariantCulture, out var at) && int.TryParse(words[1], CultureInfo.InvariantCulture, out var pid)
            ? new JournalLine(index, at, pid, words[2], text[..^End.Length])
            : null;
    }

    public long Number(string field) => long.Parse(this[field]!, CultureInfo.InvariantCulture);

    public override string ToString() => Text;
}
