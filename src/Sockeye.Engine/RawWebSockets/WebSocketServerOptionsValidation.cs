namespace Sockeye.Engine.RawWebSockets;

/// <summary>Says what is wrong with <see cref="WebSocketServerOptions"/>.</summary>
internal static class WebSocketServerOptionsValidation
{
    /// <summary>Checks every value. Those that an Engine.IO endpoint has as well have the same bounds there.</summary>
    /// <returns>One sentence for each value out of bounds, naming it and what would be right; nothing when all is well.</returns>
    public static IEnumerable<string> Validate(WebSocketServerOptions options)
    {
        var shared = new EngineOptions
        {
            PingInterval = options.PingInterval,
            PingTimeout = options.PingTimeout,
            MaxPayload = options.MaxPayload,
            MaxFragmentsPerMessage = options.MaxFragmentsPerMessage,
            OutboundBufferBytes = options.OutboundBufferBytes,
            OutboundRoomBytes = options.OutboundRoomBytes,
            SlowClientPolicy = options.SlowClientPolicy,
            SlowClientTimeout = options.SlowClientTimeout,
            WebSocketCompression = options.Compression,
        };
        foreach (var fault in EngineOptionsValidation.Validate(shared))
        {
            yield return fault;
        }

        foreach (var (name, value) in new[] { (nameof(options.DrainTimeout), options.DrainTimeout), (nameof(options.ExpiryGrace), options.ExpiryGrace) })
        {
            if (value < TimeSpan.Zero)
            {
                yield return $"{name} must not be negative, and is {value}.";
            }
        }

        if (options.MaxClients < 1)
        {
            yield return $"{nameof(options.MaxClients)} must be at least 1, and is {options.MaxClients}.";
        }

        if (options.OutboundBufferMessages < 1)
        {
            yield return $"{nameof(options.OutboundBufferMessages)} must be at least 1, and is {options.OutboundBufferMessages}.";
        }
    }
}
