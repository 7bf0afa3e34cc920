using System.Collections;
using System.Globalization;

namespace Sockeye.Events;

/// <summary>Arguments as text: bounded, and whatever they do to resist is part of the text.</summary>
internal static class ArgumentText
{
    // Deeper collections are named only; a collection may contain itself.
    private const int MaxDepth = 3;

    public static string Of(object? value, EventTraceOptions options)
    {
        var text = new BoundedText(options.MaxArgumentLength);
        try
        {
            if (options.FormatArgument?.Invoke(value) is { } formatted)
            {
                text.Append(formatted);
                return text.ToString();
            }
        }
        catch (Exception exception)
        {
            text.Append($"<{nameof(options.FormatArgument)} threw {Failure(exception)}>");
            return text.ToString();
        }

        Append(text, value, depth: 0);
        return text.ToString();
    }

    private static void Append(BoundedText text, object? value, int depth)
    {
        try
        {
            AppendUnguarded(text, value, depth);
        }
        catch (Exception exception)
        {
            text.Append($"<{TypeNames.Of(value!.GetType())} threw {Failure(exception)}>");
        }
    }

    private static void AppendUnguarded(BoundedText text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string characters:
                text.Append("\"");
                text.Append(characters);
                text.Append("\"");
                break;
            case byte[] bytes:
                text.Append(string.Create(CultureInfo.InvariantCulture, $"byte[{bytes.Length}]"));
                break;
            case Exception exception:
                text.Append(Failure(exception));
                break;
            case Delegate listener:
                text.Append(MemberNames.Of(listener));
                break;
            case ICollection collection when depth < MaxDepth:
                AppendItems(text, collection, depth + 1);
                break;
            case ICollection collection:
                text.Append(TypeNames.Of(collection.GetType()));
                break;
            case IFormattable formattable:
                text.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(value.ToString());
                break;
        }
    }

    // Only collections that hold their items: enumerating anything else might begin some work.
    private static void AppendItems(BoundedText text, ICollection items, int depth)
    {
        var isFirst = true;
        text.Append("[");
        foreach (var item in items is IDictionary map ? Entries(map) : items)
        {
            if (text.IsFull)
            {
                return;
            }

            text.Append(isFirst ? string.Empty : ", ");
            isFirst = false;
            if (item is DictionaryEntry entry)
            {
                Append(text, entry.Key, depth);
                text.Append(": ");
                Append(text, entry.Value, depth);
            }
            else
            {
                Append(text, item, depth);
            }
        }

        text.Append("]");
    }

    private static IEnumerable Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return entry;
        }
    }

    private static string Failure(Exception exception)
    {
        var type = TypeNames.Of(exception.GetType());
        try
        {
            return $"{type}: {exception.Message}";
        }
        catch (Exception)
        {
            // Even the message of an exception may be somebody's code that fails; its type says enough.
            return type;
        }
    }
}
