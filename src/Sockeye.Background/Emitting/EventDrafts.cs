using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Sockeye.Background;

/// <summary>Makes of what a user emits what a store is given, and refuses what it cannot be.</summary>
internal sealed class EventDrafts(BackgroundOptions options, TimeProvider time)
{
    private const int MaxKeyLength = 500;

    // For ever, and still a time that every store can reckon with.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    private readonly EventIds _ids = new();

    public JsonSerializerOptions Json { get; } = PayloadJson.Prepare(options.SerializerOptions);

    /// <exception cref="EventPayloadException">The payload is refused.</exception>
    /// <exception cref="ArgumentException">Something else is.</exception>
    public NewEvent Draft(BackgroundEvent emitted)
    {
        var settings = emitted.Options ?? new BackgroundEmitOptions();
        Check(emitted.Name, settings);
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        return new NewEvent
        {
            Id = _ids.Next(time.GetUtcNow()),
            Name = emitted.Name,
            Payload = Write(emitted),
            TraceParent = activity?.Id,
            TraceState = activity?.TraceStateString,
            Priority = settings.Priority,
            Delay = settings.Delay < Longest ? settings.Delay : Longest,
            NotBefore = settings.At,
            UniqueKey = settings.UniqueKey,
            UniqueFor = settings.UniqueFor < Longest ? settings.UniqueFor : settings.UniqueFor is null ? null : Longest,
            Key = settings.Key,
            IfUnknown = settings.IfUnknown ?? options.UnknownEvents,
        };
    }

    /// <summary>Refuses what somebody else has drafted, where it is not as an emit's are.</summary>
    /// <exception cref="ArgumentException">It has what no emit may have.</exception>
    public static void Check(NewEvent drafted)
    {
        OptionsValidation.CheckName(drafted.Name, "event");
        CheckKey(drafted.UniqueKey, nameof(drafted.UniqueKey));
        CheckKey(drafted.Key, nameof(drafted.Key));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(drafted.UniqueFor ?? Longest, TimeSpan.Zero, nameof(drafted.UniqueFor));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drafted.UniqueFor ?? Longest, Longest, nameof(drafted.UniqueFor));
    }

    private static void Check(string name, BackgroundEmitOptions settings)
    {
        OptionsValidation.CheckName(name, "event");
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Delay, TimeSpan.Zero, nameof(BackgroundEmitOptions.Delay));
        CheckKey(settings.UniqueKey, nameof(BackgroundEmitOptions.UniqueKey));
        CheckKey(settings.Key, nameof(BackgroundEmitOptions.Key));
        OptionsValidation.CheckNamed(settings.IfUnknown ?? default, nameof(BackgroundEmitOptions.IfUnknown));
        if (settings.UniqueFor is { } held)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(held, TimeSpan.Zero, nameof(BackgroundEmitOptions.UniqueFor));
            if (settings.UniqueKey is null)
            {
                throw new ArgumentException("UniqueFor says how long a unique key is held, and there is none: set UniqueKey too.", nameof(settings));
            }
        }
    }

    private static void CheckKey(string? key, string name)
    {
        if (key is not null)
        {
            StorableText.Check(key, name, MaxKeyLength, name);
        }
    }

    private byte[] Write(BackgroundEvent emitted)
    {
        byte[] payload;
        try
        {
            payload = emitted.Write(Json);
        }
#pragma warning disable CA1031 // besides the serializer's own, whatever a property of the payload throws when it is read
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new EventPayloadException(
                emitted.Name,
                $"The payload of '{emitted.Name}' cannot be written as JSON: {exception.Message} Emit a type that System.Text.Json can write, "
                + $"or set {nameof(BackgroundOptions)}.{nameof(BackgroundOptions.SerializerOptions)}.",
                exception);
        }

        return payload.Length <= options.MaxPayloadSize
            ? payload
            : throw new EventPayloadException(
                emitted.Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The payload of '{emitted.Name}' has {payload.Length} bytes of JSON, and {options.MaxPayloadSize} are allowed: emit a reference to what is large, ")
                + $"or raise {nameof(BackgroundOptions)}.{nameof(BackgroundOptions.MaxPayloadSize)}.");
    }
}
