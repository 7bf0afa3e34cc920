using System.Text.Json;

namespace Sockeye.Background;

/// <summary>Writes what a store puts into a batch's completion event.</summary>
public static class BatchCompletionPayload
{
    /// <summary>Writes the payload as a listener that takes a <see cref="BatchCompletion"/> reads it with the web's defaults.</summary>
    /// <param name="completion">What became of the jobs.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(BatchCompletion completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(160);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("batchId", completion.BatchId);
        writer.WriteNumber("total", completion.Total);
        writer.WriteNumber("completed", completion.Completed);
        writer.WriteNumber("dead", completion.Dead);
        writer.WriteNumber("cancelled", completion.Cancelled);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
