using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// Binary inside a packet is an attachment, and a placeholder in the JSON; elsewhere it is base64, as System.Text.Json has it.
/// </summary>
internal abstract class BinaryConverter<T> : JsonConverter<T>
{
    public sealed override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        From(AttachmentScope.Read(ref reader));

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (PayloadWriter.WritingTo(writer) is { } payload)
        {
            payload.WriteAttachment(ToMemory(value));
        }
        else
        {
            writer.WriteBase64StringValue(ToMemory(value).Span);
        }
    }

    protected abstract T From(byte[] bytes);

    protected abstract ReadOnlyMemory<byte> ToMemory(T value);
}

internal sealed class ByteArrayConverter : BinaryConverter<byte[]>
{
    protected override byte[] From(byte[] bytes) => bytes;

    protected override ReadOnlyMemory<byte> ToMemory(byte[] value) => value;
}

internal sealed class ReadOnlyMemoryConverter : BinaryConverter<ReadOnlyMemory<byte>>
{
    protected override ReadOnlyMemory<byte> From(byte[] bytes) => bytes;

    protected override ReadOnlyMemory<byte> ToMemory(ReadOnlyMemory<byte> value) => value;
}

internal sealed class MemoryConverter : BinaryConverter<Memory<byte>>
{
    protected override Memory<byte> From(byte[] bytes) => bytes;

    protected override ReadOnlyMemory<byte> ToMemory(Memory<byte> value) => value;
}

internal sealed class ArraySegmentConverter : BinaryConverter<ArraySegment<byte>>
{
    protected override ArraySegment<byte> From(byte[] bytes) => bytes;

    protected override ReadOnlyMemory<byte> ToMemory(ArraySegment<byte> value) => value;
}
