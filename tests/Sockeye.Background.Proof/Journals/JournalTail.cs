using System.Text;

namespace Sockeye.Background.Proof.Journals;

/// <summary>Reads a journal while it grows.</summary>
public sealed class JournalTail : IDisposable
{
    private readonly FileStream _file;
    private readonly List<JournalLine> _lines = [];
    private readonly StringBuilder _begun = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public JournalTail(string path) =>
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Gets the lines so far.</summary>
    public IReadOnlyList<JournalLine> Lines => _lines;

    /// <summary>Reads what has been written since the last time.</summary>
    /// <returns>The new lines.</returns>
    public IReadOnlyList<JournalLine> Read()
    {
        var before = _lines.Count;
        while (_file.Read(_buffer) is > 0 and var count)
        {
            _begun.Append(Encoding.ASCII.GetString(_buffer, 0, count)); // the lines hold nothing else
        }

        var text = _begun.ToString();
        var end = text.LastIndexOf('\n') + 1;
        _begun.Clear().Append(text, end, text.Length - end);
        foreach (var one in text[..end].Split('\n'))
        {
            if (JournalLine.Read(_lines.Count, one) is { } line)
            {
                _lines.Add(line);
            }
        }

        return _lines[before..];
    }

    public void Dispose() => _file.Dispose();
}
