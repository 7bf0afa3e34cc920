using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sockeye.Background;

/// <summary>Writes an emit as an outbox keeps it, and reads it again.</summary>
internal static class OutboxJson
{
    // As deep as the payload was written, and one more: how deep that may be is the application's to say.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = int.MaxValue };

    /// <summary>Writes an event. What is relative to now becomes a time: the row may lie for a while.</summary>
    public static OutboxRow Write(NewEvent added, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(added.Payload.Length + 256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("name"u8, added.Name);
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(added.Payload.Span, skipInputValidation: true);
        Write(writer, "traceParent", added.TraceParent);
        Write(writer, "traceState", added.TraceState);
        writer.WriteNumber("priority"u8, added.Priority);
        if (added.Delay > TimeSpan.Zero || added.NotBefore is not null)
        {
            var due = now + added.Delay;
            writer.WriteString("notBefore"u8, added.NotBefore > due ? added.NotBefore.Value : due);
        }

        Write(writer, "uniqueKey", added.UniqueKey);
        if (added.UniqueFor is { } held)
        {
            writer.WriteNumber("uniqueFor"u8, held.Ticks);
        }

        Write(writer, "key", added.Key);
        writer.WriteBoolean("ignoreIfUnknown"u8, added.IfUnknown == UnknownEventPolicy.Ignore);
        writer.WriteEndObject();
        writer.Flush();
        return new OutboxRow(added.Id.ToString("D"), Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Reads a row as the event to add, which has the row's id.</summary>
    /// <param name="row">The row.</param>
    /// <param name="idHeldFor">How long the store is to know the id again; <see langword="null"/> where the row goes in the step that adds the event.</param>
    /// <remarks>The transaction it was emitted in has committed, so it is not refused where nobody is known for it: it is kept.</remarks>
    /// <exception cref="JsonException">Somebody else wrote the row.</exception>
    public static NewEvent Read(OutboxRow row, TimeSpan? idHeldFor)
    {
        try
        {
            var added = ReadEmit(row) with { IdHeldFor = idHeldFor };
            EventDrafts.Check(added); // a store would refuse it, and with it those that are moved in the same step
            return added;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new JsonException($"The row {row.Id} of {OutboxTable.Name} is no emit: {exception.Message}", exception); // a value of another kind, or one that no emit may have
        }
    }

    private static NewEvent ReadEmit(OutboxRow row)
    {
        using var document = JsonDocument.Parse(row.Emit, Deep);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "name") is not { } name || !root.TryGetProperty("payload"u8, out var payload))
        {
            throw new JsonException($"The row {row.Id} of {OutboxTable.Name} is no emit: it needs a name and a payload.");
        }

        return new NewEvent
        {
            Id = Guid.ParseExact(row.Id, "D"),
            Name = name,
            Payload = Encoding.UTF8.GetBytes(payload.GetRawText()),
            TraceParent = Text(root, "traceParent"),
            TraceState = Text(root, "traceState"),
            Priority = root.TryGetProperty("priority"u8, out var priority) ? priority.GetInt32() : 0,
            NotBefore = root.TryGetProperty("notBefore"u8, out var due) ? due.GetDateTimeOffset() : null,
            UniqueKey = Text(root, "uniqueKey"),
            UniqueFor = root.TryGetProperty("uniqueFor"u8, out var held) ? TimeSpan.FromTicks(held.GetInt64()) : null,
            Key = Text(root, "key"),
            IfUnknown = root.TryGetProperty("ignoreIfUnknown"u8, out var ignored) && ignored.ValueKind == JsonValueKind.True
                ? UnknownEventPolicy.Ignore
                : UnknownEventPolicy.Keep,
        };
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
