using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Writes one payload: JSON into a buffer, and the binary in it aside. Kept per thread, as writing is synchronous.</summary>
internal sealed class PayloadWriter : IDisposable
{
    [ThreadStatic]
    private static PayloadWriter? _idle;

    [ThreadStatic]
    private static PayloadWriter? _current;

    private readonly PayloadSerializer _serializer;
    private readonly Utf8JsonWriter _json;
    private readonly List<ReadOnlyMemory<byte>> _attachments = [];
    private PayloadWriter? _outer;
    private int _placeholders;
    private bool _hasForeignJson;

    private PayloadWriter(PayloadSerializer serializer, IBufferWriter<byte> output)
    {
        _serializer = serializer;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = serializer.Options.Encoder, SkipValidation = true });
    }

    public Utf8JsonWriter Json => _json;

    public int AttachmentCount => _attachments.Count;

    public ReadOnlySpan<ReadOnlyMemory<byte>> Attachments => CollectionsMarshal.AsSpan(_attachments);

    /// <summary>Takes this thread's writer. A value that emits while it is being written gets another.</summary>
    public static PayloadWriter Rent(PayloadSerializer serializer, IBufferWriter<byte> output)
    {
        var writer = _idle;
        _idle = null;
        if (writer is null || writer._serializer != serializer)
        {
            writer = new PayloadWriter(serializer, output);
        }
        else
        {
            writer._json.Reset(output);
        }

        writer._outer = _current;
        _current = writer;
        return writer;
    }

    /// <summary>The payload that a JSON writer is writing, or null where it writes something else.</summary>
    public static PayloadWriter? WritingTo(Utf8JsonWriter json) => _current is { } current && current._json == json ? current : null;

    public static EventArguments ToArguments(PayloadSerializer serializer, ReadOnlySpan<object?> values)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = Rent(serializer, output);
        var count = writer.WriteArray(null, values);
        if (writer.AttachmentCount > 0)
        {
            writer.CheckPlaceholders(output.WrittenSpan);
        }

        var attachments = new byte[writer._attachments.Count][];
        for (var i = 0; i < attachments.Length; i++)
        {
            attachments[i] = writer._attachments[i].ToArray();
        }

        return new EventArguments(new IncomingArguments(output.WrittenMemory, 0, count, 1, output.WrittenCount - 1, attachments), serializer);
    }

    /// <summary>Gives the writer back to its thread.</summary>
    public void Dispose()
    {
        _current = _outer;
        _outer = null;
        _placeholders = 0;
        _hasForeignJson = false;
        _attachments.Clear();
        _idle = this;
    }

    /// <summary>Writes the array of a packet.</summary>
    /// <returns>How many elements the arguments are.</returns>
    public int WriteArray(string? eventName, ReadOnlySpan<object?> arguments)
    {
        _json.WriteStartArray();
        if (eventName is not null)
        {
            _json.WriteStringValue(eventName);
        }

        var count = 0;
        foreach (var argument in arguments)
        {
            if (argument is EventArguments several)
            {
                WriteElements(several);
                count += several.Count;
            }
            else
            {
                _serializer.Write(this, argument);
                count++;
            }
        }

        _json.WriteEndArray();
        _json.Flush();
        return count;
    }

    /// <summary>Writes JSON that was made elsewhere as it is.</summary>
    public void WriteForeign(ReadOnlySpan<byte> json)
    {
        _json.WriteRawValue(json, skipInputValidation: true);
        _hasForeignJson = true;
    }

    /// <summary>
    /// Makes sure that beside binary no object only looks like a placeholder. A peer could have sent it as ordinary JSON: whoever receives it in
    /// a binary packet would take the packet for malformed and close its connection.
    /// </summary>
    /// <exception cref="JsonException">One names an attachment that is not there.</exception>
    public void CheckPlaceholders(ReadOnlySpan<byte> json)
    {
        if (!_hasForeignJson && json.Count("_placeholder"u8) == _placeholders)
        {
            return;
        }

        foreach (var placeholder in PlaceholderScan.Of(json))
        {
            if ((uint)placeholder.Number >= (uint)_attachments.Count)
            {
                throw LooksLikeBinary();
            }
        }
    }

    public void WriteAttachment(ReadOnlyMemory<byte> bytes)
    {
        _placeholders++;
        Span<byte> placeholder = stackalloc byte[48];
        _json.WriteRawValue(placeholder[..Placeholder.Format(_attachments.Count, placeholder)], skipInputValidation: true);
        _attachments.Add(bytes);
    }

    /// <summary>Makes the attachments follow one another. Null where there is none.</summary>
    public EncodedMessage? ChainAttachments()
    {
        EncodedMessage? next = null;
        var attachments = CollectionsMarshal.AsSpan(_attachments);
        for (var i = attachments.Length - 1; i >= 0; i--)
        {
            next = EncodedMessage.Binary(attachments[i].Span, next: next);
        }

        return next;
    }

    /// <summary>Writes arguments as they came. Their placeholders are counted on where other binary precedes them.</summary>
    public void WriteElements(EventArguments source)
    {
        var arguments = source.JsonView;
        var before = _attachments.Count;
        foreach (var attachment in arguments.Attachments)
        {
            _attachments.Add(attachment);
        }

        if (arguments.Count > 0)
        {
            var elements = before == 0 || arguments.AttachmentCount == 0 ? arguments.Elements : Renumber(arguments, before);
            _json.WriteRawValue(elements, skipInputValidation: true);
            _hasForeignJson |= arguments.AttachmentCount == 0 || source.View.IsPacked; // else its placeholders have been checked
            _placeholders += elements.Count("_placeholder"u8);
        }
    }

    private static JsonException LooksLikeBinary() =>
        new("An argument has an object with \"_placeholder\": true in it, which cannot be sent beside binary.");

    private static byte[] Renumber(in IncomingArguments arguments, int before)
    {
        var array = arguments.Array.Span;
        var output = new ArrayBufferWriter<byte>(array.Length + 16);
        var copied = 1; // after the bracket
        foreach (var placeholder in PlaceholderScan.Of(array))
        {
            if ((uint)placeholder.Number >= (uint)arguments.AttachmentCount)
            {
                throw LooksLikeBinary();
            }

            output.Write(array[copied..placeholder.NumberStart]);
            _ = (placeholder.Number + before).TryFormat(output.GetSpan(16), out var digits, default, CultureInfo.InvariantCulture);
            output.Advance(digits);
            copied = placeholder.NumberStart + placeholder.NumberLength;
        }

        output.Write(array[copied..^1]);
        return output.WrittenSpan.ToArray();
    }
}
