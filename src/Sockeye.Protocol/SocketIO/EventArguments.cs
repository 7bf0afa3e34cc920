using System.Text;
using System.Text.Json;
using Sockeye.Protocol.SocketIO;

namespace Sockeye;

/// <summary>The arguments of an event or an acknowledgement as they came: any number, JSON with binary inside, or the same in MessagePack.</summary>
/// <remarks>
/// Immutable and safe to use from many threads. A handler that takes one gets all arguments of its event in it. Passed to an emit or
/// returned as an acknowledgement it goes out as it came in: as all the arguments where it is the only one, byte for byte; among others as
/// its elements.
/// </remarks>
public sealed class EventArguments
{
    private readonly PayloadSerializer _serializer;
    private readonly byte[]? _packed;
    private byte[]? _array; // written once, after the attachments: where the arguments came in MessagePack, when their JSON is first asked for
    private byte[][] _attachments;

    internal EventArguments(in IncomingArguments arguments, PayloadSerializer serializer)
    {
        _serializer = serializer;
        _attachments = arguments.AttachmentArray;
        Count = arguments.Count;
        var elements = arguments.Elements;
        if (arguments.IsPacked)
        {
            _packed = elements.ToArray();
            return;
        }

        _array = new byte[elements.Length + 2];
        _array[0] = (byte)'[';
        elements.CopyTo(_array.AsSpan(1));
        _array[^1] = (byte)']';
    }

    /// <summary>Gets the number of arguments.</summary>
    public int Count { get; }

    /// <summary>Gets the number of attachments, that is, of binary values inside the arguments.</summary>
    public int AttachmentCount => JsonView.AttachmentCount;

    /// <summary>The arguments in the form in which they came.</summary>
    internal IncomingArguments View => _packed is null ? JsonView : IncomingArguments.Packed(_packed, Count, 0, _packed.Length, this);

    internal IncomingArguments JsonView
    {
        get
        {
            var array = Json;
            return new IncomingArguments(array, 0, Count, 1, array.Length - 1, _attachments, this);
        }
    }

    private byte[] Json => Volatile.Read(ref _array) ?? MakeJson();

    /// <summary>Makes arguments of values, as an emit would send them.</summary>
    /// <param name="serializer">Writes the values, and later reads them.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="NotSupportedException">A value is of a type the serializer has no knowledge of.</exception>
    /// <exception cref="JsonException">A value cannot be written, for example because it contains itself.</exception>
    public static EventArguments From(PayloadSerializer serializer, params ReadOnlySpan<object?> values)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        return PayloadWriter.ToArguments(serializer, values);
    }

    /// <summary>Gets the arguments in the form in which a decoder hands them out, without a copy.</summary>
    public IncomingArguments AsIncoming() => View;

    /// <summary>Reads one argument.</summary>
    /// <typeparam name="T">
    /// The type to read it as. Binary is read as <c>byte[]</c>, <c>ReadOnlyMemory&lt;byte&gt;</c> and their like.
    /// </typeparam>
    /// <remarks>A <c>byte[]</c> is the packet's own and is not copied: who changes it changes it for every other reader.</remarks>
    /// <param name="index">The position, counted from zero.</param>
    /// <returns>The value; <see langword="null"/> where there is no such argument and <typeparamref name="T"/> takes null.</returns>
    /// <exception cref="EventArgumentException">The argument is missing or not a <typeparamref name="T"/>.</exception>
    public T? Get<T>(int index) => View.Get<T>(index, _serializer);

    /// <summary>Gets the JSON of one argument, in UTF-8, as it came, or as it would have been. Binary is in it as <c>{"_placeholder":true,"num":n}</c>.</summary>
    /// <param name="index">The position, counted from zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    public ReadOnlyMemory<byte> GetJson(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var array = Json;
        var reader = new Utf8JsonReader(array, ArgumentReader.Options);
        reader.Read();
        for (var i = 0; i <= index; i++)
        {
            reader.Read();
            if (i < index)
            {
                reader.Skip();
            }
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return array.AsMemory(start, (int)reader.BytesConsumed - start);
    }

    /// <summary>Gets the bytes of one attachment.</summary>
    /// <param name="index">The number in the placeholder.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such attachment.</exception>
    public ReadOnlyMemory<byte> GetAttachment(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, AttachmentCount);
        return _attachments[index];
    }

    /// <summary>Gets the arguments as a JSON array, with placeholders for binary.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Json);

    private byte[] MakeJson()
    {
        using var scratch = PackScratch.Rent();
        var reader = new PackReader(_packed);
        scratch.Writer.WriteStartArray();
        for (var i = 0; i < Count; i++)
        {
            PackToJson.Write(ref reader, scratch.Writer, scratch.Attachments);
        }

        scratch.Writer.WriteEndArray();
        scratch.Writer.Flush();
        var array = scratch.Json.WrittenSpan.ToArray();
        Volatile.Write(ref _attachments, [.. scratch.Attachments]); // of two threads that get here, each makes the same
        Volatile.Write(ref _array, array);
        return array;
    }
}
