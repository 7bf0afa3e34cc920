namespace Sockeye.Engine;

/// <summary>Says what is wrong with <see cref="EngineOptions"/>.</summary>
public static class EngineOptionsValidation
{
    private const int LargestPayload = 1_000_000_000;

    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(20);

    /// <summary>Checks every value.</summary>
    /// <param name="options">The options.</param>
    /// <returns>One sentence for each value out of bounds, naming it and what would be right; nothing when all is well.</returns>
    public static IEnumerable<string> Validate(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. Spans(options), .. Counts(options), .. Choices(options), .. options.WebSocketCompression is { } compression ? Compression(compression) : []];
    }

    private static IEnumerable<string> Spans(EngineOptions options)
    {
        foreach (var (name, value) in new[]
        {
            (nameof(options.PingInterval), options.PingInterval),
            (nameof(options.PingTimeout), options.PingTimeout),
            (nameof(options.UpgradeTimeout), options.UpgradeTimeout),
            (nameof(options.SlowClientTimeout), options.SlowClientTimeout),
            (nameof(options.RetryAfter), options.RetryAfter),
        })
        {
            if (value < ShortestSpan || value > LongestSpan)
            {
                yield return $"{name} must be between 50 milliseconds and 20 days, and is {value}.";
            }
        }
    }

    private static IEnumerable<string> Counts(EngineOptions options)
    {
        foreach (var (name, value) in new[]
        {
            (nameof(options.MaxPayload), (long)options.MaxPayload),
            (nameof(options.MaxPacketsPerPayload), options.MaxPacketsPerPayload),
            (nameof(options.MaxFragmentsPerMessage), options.MaxFragmentsPerMessage),
            (nameof(options.MaxSessions), options.MaxSessions ?? 1),
            (nameof(options.OutboundBufferBytes), options.OutboundBufferBytes),
            (nameof(options.OutboundBufferPackets), options.OutboundBufferPackets),
            (nameof(options.OutboundRoomBytes), options.OutboundRoomBytes),
        })
        {
            if (value < 1)
            {
                yield return $"{name} must be at least 1, and is {value}.";
            }
        }

        if (options.MaxPayload > LargestPayload)
        {
            yield return $"{nameof(options.MaxPayload)} must be at most {LargestPayload}, and is {options.MaxPayload}.";
        }

        if (options.OutboundRoomBytes > options.OutboundBufferBytes)
        {
            yield return $"{nameof(options.OutboundRoomBytes)} must be at most {nameof(options.OutboundBufferBytes)} " +
                $"({options.OutboundBufferBytes}), and is {options.OutboundRoomBytes}.";
        }

        if (options.HttpCompression is { Threshold: < 0 } compression)
        {
            yield return $"{nameof(options.HttpCompression)}.{nameof(compression.Threshold)} must be at least 0, and is {compression.Threshold}.";
        }
    }

    private static IEnumerable<string> Compression(WebSocketCompressionOptions compression)
    {
        const string Name = nameof(EngineOptions.WebSocketCompression);
        if (compression.Threshold < 0)
        {
            yield return $"{Name}.{nameof(compression.Threshold)} must be at least 0, and is {compression.Threshold}.";
        }

        foreach (var (name, bits) in new[]
        {
            (nameof(compression.ServerMaxWindowBits), compression.ServerMaxWindowBits),
            (nameof(compression.ClientMaxWindowBits), compression.ClientMaxWindowBits),
        })
        {
            if (bits is < 9 or > 15)
            {
                yield return $"{Name}.{name} must be between 9 and 15, and is {bits}.";
            }
        }
    }

    private static IEnumerable<string> Choices(EngineOptions options)
    {
        const EngineTransports All = EngineTransports.Polling | EngineTransports.WebSocket;
        if ((options.Transports & All) == 0 || (options.Transports & ~All) != 0)
        {
            yield return $"{nameof(options.Transports)} must name Polling, WebSocket or both, and is {options.Transports}.";
        }

        if (!Enum.IsDefined(options.SlowClientPolicy))
        {
            yield return $"{nameof(options.SlowClientPolicy)} must be Close, Drop or Wait, and is {options.SlowClientPolicy}.";
        }

        if (options.Cors is { AllowAnyOrigin: true, SupportsCredentials: true })
        {
            yield return $"{nameof(options.Cors)} must name its origins when it supports credentials: any origin with credentials is unsafe.";
        }

        if (options.Cookie is { } cookie)
        {
            if (!CookieSyntax.IsName(cookie.Name))
            {
                yield return $"{nameof(options.Cookie)}.{nameof(cookie.Name)} must be a token of RFC 6265 such as \"io\", and is \"{cookie.Name}\".";
            }

            foreach (var (name, value) in new[] { (nameof(cookie.Path), cookie.Path), (nameof(cookie.Domain), cookie.Domain) })
            {
                if (value is not null && !CookieSyntax.IsAttributeValue(value))
                {
                    yield return $"{nameof(options.Cookie)}.{name} must hold printable ASCII without semicolons, and is \"{value}\".";
                }
            }
        }
    }
}
