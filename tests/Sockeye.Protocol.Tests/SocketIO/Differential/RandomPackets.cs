using System.Globalization;
using System.Text;

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>Packets as a peer might send them, valid ones and ones that something went wrong with. The same seed gives the same packets.</summary>
internal sealed class RandomPackets(int seed)
{
    private const string Interesting = "0123456789-/,[]{}\":\\ \t\n_aenrtu.+E#\u00e9\u20ac\u2028\ufeff\u00a0\0";
    private static readonly string[] Namespaces = ["", "", "", "", "", "", "", "/,", "/admin,", "/a-b/c?d=1,", "/\u00fc,", "/1,", "/admin"];
    private static readonly string[] Ids = ["", "", "", "0", "7", "12", "007", "9007199254740993", "18446744073709551615", "18446744073709551616", "99999999999999999999999"];
    private static readonly string[] Names =
        ["\"a\"", "\"chat message\"", "\"\\u0061\"", "\"\"", "1", "1.50", "-0", "1e21", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"connect\"", "\"disconnecting\"", "\"error\"", "null", "[]", "true"];
    private static readonly string[] Scalars =
        ["null", "true", "false", "0", "-0", "1", "-1.5", "1e3", "1E-7", "123456789012345678901234567890", "0.1", "1e400", "\"\"", "\"abc\"", "\"\u00e9\u20ac\"", "\"\\u00e9\\n\\\"\\/\\\\\"",
         "\"\\ud800\"", "\"\\udc00x\"", "\"\ud83d\ude00\"", "\"\\ud83d\\ude00\"", "\"\u2028\u007f\"", "\"_placeholder\""];

    private readonly Random _random = new(seed);

    public List<WireMessage> Next()
    {
        var messages = Valid();
        var faults = _random.Next(3); // none in a third of the packets
        for (var i = 0; i < faults; i++)
        {
            Corrupt(messages);
        }

        return messages;
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private List<WireMessage> Valid()
    {
        var type = _random.Next(7);
        var attachments = type >= 5 ? _random.Next(1, 4) : 0;
        var text = new StringBuilder().Append(type);
        if (type >= 5)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(_random.Next(8) == 0 ? Pick(["0", "00", "+1", "1e0", " 1", "11", "999999999999", "0x1", "1.0", ""]) : attachments.ToString(CultureInfo.InvariantCulture))}-");
        }

        text.Append(_random.Next(40) == 0 ? Pick([" ", "\u00a0"]) : Pick(Namespaces));
        if (type is 3 or 6 || _random.Next(2) == 0)
        {
            text.Append(type is 3 or 6 && _random.Next(8) > 0 ? "5" : Pick(Ids));
        }

        var placed = 0;
        switch (type)
        {
            case 0 or 4 when _random.Next(type == 0 ? 2 : 16) > 0:
                Value(text, 0, type == 0 ? 0 : _random.Next(2), ref placed, isObject: true);
                break;
            case 1 when _random.Next(8) == 0:
                text.Append(Pick(Scalars));
                break;
            case 2 or 3 or 5 or 6 when _random.Next(64) > 0:
                Array(text, attachments, ref placed, name: type is 2 or 5 ? Pick(Names) : null);
                break;
        }

        var messages = new List<WireMessage> { WireMessage.OfText(text.ToString()) };
        for (var i = 0; i < attachments; i++)
        {
            var bytes = new byte[_random.Next(4)];
            _random.NextBytes(bytes);
            messages.Add(WireMessage.OfBinary(bytes));
        }

        return messages;
    }

    private void Array(StringBuilder text, int attachments, ref int placed, string? name)
    {
        text.Append('[').Append(Space());
        var count = _random.Next(5);
        for (var i = name is null ? 1 : 0; i <= count; i++)
        {
            text.Append(i > (name is null ? 1 : 0) ? "," : "").Append(Space());
            if (i == 0)
            {
                text.Append(name);
            }
            else
            {
                Value(text, attachments, depth: 0, ref placed);
            }

            text.Append(Space());
        }

        text.Append(']').Append(Space());
    }

    private void Value(StringBuilder text, int attachments, int depth, ref int placed, bool isObject = false)
    {
        if (attachments > 0 && _random.Next(4) == 0)
        {
            text.Append(Placeholder(attachments, placed++));
        }
        else if (!isObject && (depth > 3 || _random.Next(2) == 0))
        {
            text.Append(Pick(Scalars));
        }
        else if (!isObject && _random.Next(2) == 0)
        {
            text.Append('[');
            for (var i = _random.Next(4); i > 0; i--)
            {
                Value(text, attachments, depth + 1, ref placed);
                text.Append(i > 1 ? "," : "");
            }

            text.Append(']');
        }
        else
        {
            text.Append('{');
            for (var i = _random.Next(4); i > 0; i--)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Space()}\"{Pick(["a", "b", "10", "2", "num", "_placeholder", "\\u005fplaceholder", "__proto__", "\u00e9"])}\"{Space()}:");
                Value(text, attachments, depth + 1, ref placed);
                text.Append(i > 1 ? "," : "");
            }

            text.Append('}');
        }
    }

    private string Placeholder(int attachments, int placed)
    {
        var number = Pick([$"{placed % attachments}", $"{placed % attachments}", $"{placed % attachments}", $"{placed % attachments}.0", "0e0", "-0"]);
        return _random.Next(16) switch
        {
            0 => $$"""{"num":{{number}},"_placeholder":true}""",
            1 => $$"""{"_placeholder":true,"num":{{number}},"x":{"_placeholder":true,"num":99} }""",
            2 => $$"""{"_placeholder":false,"_placeholder":true,"num":99,"num":{{number}}}""",
            3 => $$"""{"_placeholder":true,"num":{{Pick(["-1", "99", "0.5", "\"0\"", "null", "1e999", "{}"])}}}""",
            4 => """{"_placeholder":true}""",
            5 => $$"""{"_placeholder":1,"num":{{number}}}""",
            6 => $$"""{"\u005fplaceholder":true,"\u006eum":{{number}}}""",
            _ => $$"""{"_placeholder":true,"num":{{number}}}""",
        };
    }

    private string Space() => _random.Next(12) == 0 ? Pick([" ", "\n", "\t \r"]) : "";

    private void Corrupt(List<WireMessage> messages)
    {
        if (messages.Count == 0)
        {
            return;
        }

        var index = _random.Next(messages.Count);
        switch (_random.Next(messages.Count > 1 ? 9 : 6))
        {
            case 6:
                messages.RemoveAt(index);
                break;
            case 7:
                messages.Insert(index, messages[_random.Next(messages.Count)]);
                break;
            case 8:
                messages.Reverse();
                break;
            default:
                var at = messages.FindIndex(message => message.TextBytes is not null);
                if (at >= 0)
                {
                    messages[at] = WireMessage.OfText(Corrupt(messages[at].Text));
                }

                break;
        }
    }

    private string Corrupt(string text)
    {
        // The front of a packet is where the grammar is: a quarter of the faults goes there.
        var at = _random.Next(_random.Next(4) == 0 ? Math.Min(8, text.Length + 1) : text.Length + 1);
        return (_random.Next(5), at < text.Length) switch
        {
            (0, true) => text[..at],
            (1, true) => text.Remove(at, 1),
            (2, true) when text[at] < 0x80 => $"{text[..at]}{(char)(text[at] ^ (1 << _random.Next(7)))}{text[(at + 1)..]}",
            (3, true) => $"{text[..at]}{Pick(Interesting.ToCharArray())}{text[(at + 1)..]}",
            _ => text.Insert(at, Pick(Interesting.ToCharArray()).ToString()),
        };
    }
}
