using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// Finds the placeholders of a JSON text while its tokens go by. As in the official parser an object is a placeholder if its last
/// <c>_placeholder</c> is <c>true</c>, whatever else is in it, and what is inside a placeholder is not looked at.
/// </summary>
internal sealed class PlaceholderScan
{
    private readonly Stack<OpenObject> _open = new();
    private readonly List<Placeholder> _found = [];
    private Member _member;

    private enum Member
    {
        Other,
        Mark,
        Number,
    }

    /// <summary>Gets the placeholders found, in the order of the text.</summary>
    public IReadOnlyList<Placeholder> Found => _found;

    /// <summary>Finds the placeholders of a whole JSON text that is known to be well formed.</summary>
    public static IReadOnlyList<Placeholder> Of(ReadOnlySpan<byte> json)
    {
        var scan = new PlaceholderScan();
        var reader = new Utf8JsonReader(json, ArgumentReader.Options);
        while (reader.Read())
        {
            scan.Accept(ref reader);
        }

        return scan.Found;
    }

    /// <summary>Takes the token that the reader stands on.</summary>
    public void Accept(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _member = reader.ValueTextEquals("_placeholder"u8) ? Member.Mark
                    : reader.ValueTextEquals("num"u8) ? Member.Number
                    : Member.Other;
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Note(ref reader);
                _open.Push(new OpenObject { Inside = _found.Count, Number = Placeholder.NoNumber });
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close();
                break;
            default:
                Note(ref reader);
                break;
        }

        _member = Member.Other;
    }

    private void Note(ref Utf8JsonReader reader)
    {
        if (_member == Member.Other)
        {
            return;
        }

        var owner = _open.Pop();
        if (_member == Member.Mark)
        {
            owner.IsPlaceholder = reader.TokenType == JsonTokenType.True;
        }
        else
        {
            owner.Number = Placeholder.ReadNumber(ref reader);
            owner.NumberStart = (int)reader.TokenStartIndex;
            owner.NumberLength = (int)reader.BytesConsumed - owner.NumberStart;
        }

        _open.Push(owner);
    }

    private void Close()
    {
        var closed = _open.Pop();
        if (closed.IsPlaceholder)
        {
            _found.RemoveRange(closed.Inside, _found.Count - closed.Inside);
            _found.Add(new Placeholder(closed.NumberStart, closed.NumberLength, closed.Number));
        }
    }

    private struct OpenObject
    {
        public bool IsPlaceholder;
        public int Number;
        public int NumberStart;
        public int NumberLength;

        /// <summary>How many placeholders were known when it began: those after are inside it.</summary>
        public int Inside;
    }
}
