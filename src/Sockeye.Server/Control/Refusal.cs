using System.Text.Json;

namespace Sockeye.Server.Control;

/// <summary>What a client is told of something refused. It is written here, so that applications that know their types from metadata need none for it.</summary>
internal readonly record struct Refusal(string Code, string Message)
{
    /// <summary>Gets the event that was refused, or null.</summary>
    public string? EventName { get; init; }

    /// <summary>Gets the position of the argument that was refused, or null.</summary>
    public int? Argument { get; init; }

    /// <summary>Gets when it may be tried again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Tells a client, by the acknowledgement where it asked for one, otherwise by an event.</summary>
    public void Send(Socket socket, ulong? ackId)
    {
        if (ackId is { } id)
        {
            socket.SendAck(id, [ToJson()]);
        }
        else
        {
            ControlEvents.Send(socket, ControlEvents.Refused, ToJson());
        }
    }

    public JsonElement ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", Code);
            json.WriteString("message", Message);
            if (EventName is not null)
            {
                json.WriteString("event", EventName);
            }

            if (Argument is { } position)
            {
                json.WriteNumber("argument", position);
            }

            if (RetryAfter is { } wait)
            {
                json.WriteNumber("retryAfter", (long)Math.Ceiling(wait.TotalMilliseconds));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return JsonElement.Parse(bytes.ToArray());
    }
}
