using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sockeye;

/// <summary>An event that is emitted together with others.</summary>
public sealed class BackgroundEvent
{
    private readonly Func<JsonSerializerOptions, byte[]> _write;

    private BackgroundEvent(string name, BackgroundEmitOptions? options, Func<JsonSerializerOptions, byte[]> write) =>
        (Name, Options, _write) = (name, options, write);

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets how it is emitted.</summary>
    public BackgroundEmitOptions? Options { get; }

    /// <summary>Describes an event.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="payload">The payload. It is read when the event is emitted.</param>
    /// <param name="options">How it is emitted.</param>
    public static BackgroundEvent Create<T>(string name, T payload, BackgroundEmitOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new BackgroundEvent(name, options, json => JsonSerializer.SerializeToUtf8Bytes(payload, (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T))));
    }

    internal byte[] Write(JsonSerializerOptions json) => _write(json);
}
