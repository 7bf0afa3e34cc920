using System.Text.Json;

namespace Sockeye.Background;

/// <summary>A listener that this process runs.</summary>
internal abstract class HostedListener(string eventName, string name, BackgroundListenerOptions options)
{
    public string EventName => eventName;

    public string Name => name;

    public BackgroundListenerOptions Options => options;

    public ListenerRegistration Registration => new(eventName, name, options.Queue, options.KeyConcurrency, options.Rate);

    /// <summary>Gets the class that it is made from, so that a start finds out what is missing; <see langword="null"/> for a lambda.</summary>
    public virtual Type? Class => null;

    /// <summary>Reads the payload and runs it.</summary>
    /// <exception cref="UnreadablePayloadException">The payload cannot be read.</exception>
    public abstract Task RunAsync(Attempt attempt);

    protected T Read<T>(LeasedJob job, JsonSerializerOptions json)
    {
        try
        {
            return PayloadJson.Read<T>(job.Payload, json)!;
        }
#pragma warning disable CA1031 // besides the serializer's own, whatever a constructor, a property or a converter of the type throws at what it is given
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new UnreadablePayloadException($"The payload of '{eventName}' cannot be read as {typeof(T)}, which '{name}' takes: {exception.Message}", exception);
        }
    }
}
