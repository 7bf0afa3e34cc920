using System.Text;

namespace Sockeye.Events;

/// <summary>Text that takes no more than a number of characters and says when there was more.</summary>
internal sealed class BoundedText(int maxLength)
{
    private readonly StringBuilder _text = new();
    private bool _isCut;

    /// <summary>Gets whether nothing more is taken.</summary>
    public bool IsFull => _isCut;

    public void Append(ReadOnlySpan<char> text)
    {
        var room = maxLength - _text.Length;
        if (_isCut || text.Length <= room)
        {
            _text.Append(_isCut ? default : text);
            return;
        }

        _isCut = true;
        if (room > 0 && char.IsHighSurrogate(text[room - 1]))
        {
            room--;
        }

        _text.Append(text[..room]);
    }

    public override string ToString() => _isCut ? $"{_text}…" : _text.ToString();
}
