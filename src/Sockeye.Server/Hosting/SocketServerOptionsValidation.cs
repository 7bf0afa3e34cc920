using Microsoft.Extensions.Options;
using Sockeye.Engine;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server;

/// <summary>The bounds of the options, checked when the application starts.</summary>
internal sealed class SocketServerOptionsValidation : IValidateOptions<SocketServerOptions>
{
    /// <summary>Lists what is wrong with options, each with what would be right.</summary>
    public static IEnumerable<string> Validate(SocketServerOptions options)
    {
        foreach (var problem in EngineOptionsValidation.Validate(options))
        {
            yield return problem;
        }

        if (string.IsNullOrEmpty(options.Path) || options.Path[0] != '/' || options.Path.EndsWith('/'))
        {
            yield return $"{nameof(options.Path)} must begin with a slash and not end with one.";
        }

        if (options.Codec is null)
        {
            yield return $"{nameof(options.Codec)} must be there: it makes the codec.";
        }

        if (options.NodeOrdering && options.HandlerConcurrency is not (1 or int.MaxValue))
        {
            yield return $"{nameof(options.NodeOrdering)} is {nameof(options.HandlerConcurrency)} without a limit: set one of the two.";
        }

        if (options.Adapter is null)
        {
            yield return $"{nameof(options.Adapter)} must not be null; leave it alone for a server that stands alone.";
        }

        if (options.RoomLimits is null)
        {
            yield return $"{nameof(options.RoomLimits)} must not be null; leave it alone for the default limits.";
        }

        if (options.PacketLimits is null)
        {
            yield return $"{nameof(options.PacketLimits)} must not be null; leave it alone for the default limits.";
        }

        if (options.Credentials is not { } credentials)
        {
            yield return $"{nameof(options.Credentials)} must not be null; leave it alone for the defaults.";
        }
        else if (credentials.ExpiryGrace < TimeSpan.Zero || credentials.ExpiryWarning < TimeSpan.Zero)
        {
            yield return $"{nameof(credentials.ExpiryGrace)} and {nameof(credentials.ExpiryWarning)} must not be less than zero.";
        }

        if (options.DrainWindow < TimeSpan.Zero)
        {
            yield return $"{nameof(options.DrainWindow)} must not be negative, and is {options.DrainWindow}.";
        }

        if (options.DrainEvent is { } drainEvent && (drainEvent.Length == 0 || ReservedEventNames.Contains(drainEvent)))
        {
            yield return $"{nameof(options.DrainEvent)} must be a name that an application may emit, and is \"{drainEvent}\".";
        }

        foreach (var problem in options.Recovery is { } recovery ? Validate(recovery, options) : [])
        {
            yield return problem;
        }

        foreach (var (name, time) in new (string, TimeSpan?)[]
        {
            (nameof(options.ConnectTimeout), options.ConnectTimeout),
            (nameof(options.AttachmentTimeout), options.AttachmentTimeout),
            (nameof(options.AckTimeout), options.AckTimeout),
        })
        {
            if (time <= TimeSpan.Zero)
            {
                yield return $"{name} must be longer than zero.";
            }
        }

        foreach (var (name, value, least) in new (string, long, long)[]
        {
            (nameof(options.HandlerConcurrency), options.HandlerConcurrency, 1),
            (nameof(options.InboxEvents), options.InboxEvents, 1),
            (nameof(options.InboxBytes), options.InboxBytes, 1),
            (nameof(options.InboxHardLimitEvents), options.InboxHardLimitEvents, options.InboxEvents),
            (nameof(options.InboxHardLimitBytes), options.InboxHardLimitBytes, options.InboxBytes),
            (nameof(options.MaxEventsPerSecond), options.MaxEventsPerSecond, 1),
            (nameof(options.MaxRefusedEventsPerMinute), options.MaxRefusedEventsPerMinute, 1),
            (nameof(options.MaxNamespacesPerConnection), options.MaxNamespacesPerConnection, 1),
            (nameof(options.MaxPendingAcks), options.MaxPendingAcks, 1),
        })
        {
            if (value < least)
            {
                yield return $"{name} must be at least {least}.";
            }
        }
    }

    private static IEnumerable<string> Validate(RecoveryOptions recovery, SocketServerOptions options)
    {
        if (recovery.MaxDisconnectionDuration <= TimeSpan.Zero)
        {
            yield return $"{nameof(recovery.MaxDisconnectionDuration)} must be longer than zero.";
        }

        foreach (var (name, value, most) in new (string, long, long)[]
        {
            (nameof(recovery.MaxPackets), recovery.MaxPackets, options.OutboundBufferPackets),
            (nameof(recovery.MaxBytes), recovery.MaxBytes, options.OutboundBufferBytes),
        })
        {
            if (value < 1 || value > most)
            {
                yield return $"{name} must be between 1 and {most}: a client is sent what it missed at once.";
            }
        }

        foreach (var (name, value) in new (string, long)[]
        {
            (nameof(recovery.MaxSessions), recovery.MaxSessions),
            (nameof(recovery.MaxServerSessions), recovery.MaxServerSessions),
            (nameof(recovery.MaxServerBytes), recovery.MaxServerBytes),
        })
        {
            if (value < 1)
            {
                yield return $"{name} must be at least 1.";
            }
        }
    }

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SocketServerOptions options)
    {
        string[] problems = [.. Validate(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
