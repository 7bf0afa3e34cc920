namespace Sockeye.Events.Streams;

/// <summary>
/// Cuts text into lines at LF, CR LF and CR, as <see cref="TextReader.ReadLine"/> does, and says what ended each one. Looks at every
/// character once, however the text was cut.
/// </summary>
internal sealed class LineSplitter(int maxLength)
{
    private char[] _text = new char[256];
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>Gets whether a line was too long to be taken. Nothing more can be read then.</summary>
    public bool IsTooLong { get; private set; }

    public void ThrowIfTooLong()
    {
        if (IsTooLong)
        {
            throw new InvalidDataException(
                $"A line is longer than {nameof(StreamTextOptions.MaxLineLength)} allows ({maxLength} UTF-16 code units). Raise it, or use text that is not cut into lines.");
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (_end + text.Length > _text.Length)
        {
            MakeRoom(text.Length);
        }

        text.CopyTo(_text.AsSpan(_end));
        _end += text.Length;
    }

    /// <summary>Takes the next line.</summary>
    /// <param name="isLast">Whether no more text will come: then what is left is a line, if it is not empty.</param>
    /// <param name="line">The line, without its ending.</param>
    /// <param name="ending">What ended it; empty for the last line of text that does not end in a line ending.</param>
    public bool TryRead(bool isLast, out string line, out string ending)
    {
        var found = _text.AsSpan(_scanned, _end - _scanned).IndexOfAny('\n', '\r');
        var at = found < 0 ? _end : _scanned + found;
        _scanned = at;
        (line, ending) = (string.Empty, string.Empty);
        if (at - _start > maxLength)
        {
            IsTooLong = true;
            return false;
        }

        if (found < 0)
        {
            return isLast && at > _start && Take(at, 0, out line);
        }

        if (_text[at] == '\r' && at + 1 == _end && !isLast)
        {
            return false; // an LF may follow, and belongs to it
        }

        ending = _text[at] == '\n' ? "\n" : at + 1 < _end && _text[at + 1] == '\n' ? "\r\n" : "\r";
        return Take(at, ending.Length, out line);
    }

    private bool Take(int at, int ending, out string line)
    {
        line = new string(_text, _start, at - _start);
        _start = _scanned = at + ending;
        return true;
    }

    private void MakeRoom(int length)
    {
        var kept = _end - _start;
        var target = _text;
        if (kept + length > _text.Length)
        {
            target = new char[Math.Max(_text.Length * 2, kept + length)];
        }

        Array.Copy(_text, _start, target, 0, kept);
        (_text, _start, _scanned, _end) = (target, 0, _scanned - _start, kept);
    }
}
