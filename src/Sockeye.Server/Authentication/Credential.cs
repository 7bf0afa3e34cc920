using System.Security.Claims;
using Sockeye.Engine;
using Sockeye.Server.Connections;

namespace Sockeye.Server.Authentication;

/// <summary>What is known of a connection's user beyond its first request: who it is since, and when that ends. Few connections have one.</summary>
internal sealed class Credential(Connection connection, CredentialOptions options, TimeProvider time) : WheelTimer
{
    private readonly Lock _gate = new();
    private DateTimeOffset _taken = connection.Session.Request.Issued;
    private DateTimeOffset? _warnedOf;
    private Socket[] _warned = [];
    private ClaimsPrincipal? _user;

    /// <summary>Gets the user who was shown since; null while it is that of the first request.</summary>
    public ClaimsPrincipal? User => Volatile.Read(ref _user);

    /// <summary>Gets the turn of those who change the user, or what depends on it.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Takes another credential over. Called in turn.</summary>
    public void Take(ClaimsPrincipal user)
    {
        lock (_gate)
        {
            _taken = time.GetUtcNow();
            _warnedOf = null;
            Volatile.Write(ref _user, user);
        }

        Watch();
    }

    /// <summary>Warns a socket that has connected when the others had been warned already.</summary>
    public void OnConnected(Socket socket)
    {
        DateTimeOffset expires;
        TimeSpan closesIn;
        lock (_gate)
        {
            if (_warnedOf is not { } warnedOf || warnedOf != connection.Session.CredentialExpires || Array.IndexOf(_warned, socket) >= 0)
            {
                return;
            }

            (expires, closesIn) = (warnedOf, CloseAt(warnedOf) - time.GetUtcNow());
        }

        if (closesIn > TimeSpan.Zero)
        {
            connection.Run(() => Connection.WarnOfExpiry([socket], expires, closesIn));
        }
    }

    /// <summary>Looks when to look again: when the client is to be warned, or the connection is to be closed.</summary>
    public void Watch()
    {
        if (!options.CloseOnExpiry || connection.IsClosed)
        {
            connection.Timers.Cancel(this);
            return;
        }

        lock (_gate)
        {
            if (connection.Session.CredentialExpires is { } expires)
            {
                var now = time.GetUtcNow();
                var warning = expires - Warning(expires);
                connection.Timers.Schedule(this, (_warnedOf == expires || Warning(expires) == TimeSpan.Zero ? CloseAt(expires) : warning) - now);
            }
            else
            {
                connection.Timers.Cancel(this);
            }
        }

        if (connection.IsClosed)
        {
            connection.Timers.Cancel(this); // the end may have come before it could find the timer
        }
    }

    /// <inheritdoc />
    protected override void OnDue()
    {
        // A renewal, or a poll with a newer cookie, may have moved the time since this was scheduled.
        TimeSpan? closesIn = null;
        if (connection.Session.CredentialExpires is not { } expires)
        {
            return;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now >= CloseAt(expires))
            {
                closesIn = TimeSpan.Zero;
            }
            else if (now >= expires - Warning(expires) && _warnedOf != expires && Warning(expires) > TimeSpan.Zero)
            {
                _warnedOf = expires;
                _warned = connection.ConnectedSockets; // whoever connects behind this asks by itself
                closesIn = CloseAt(expires) - now;
            }
        }

        // Listeners to what is sent are the application's: they do not run on the wheel's thread.
        if (closesIn == TimeSpan.Zero)
        {
            connection.Run(connection.CloseForExpiry);
            return;
        }

        if (closesIn is { } left)
        {
            var warned = _warned;
            connection.Run(() => Connection.WarnOfExpiry(warned, expires, left));
        }

        Watch();
    }

    private TimeSpan Warning(DateTimeOffset expires) =>
        expires - DateTimeOffset.MinValue < options.ExpiryWarning ? TimeSpan.Zero : options.ExpiryWarning;

    private DateTimeOffset CloseAt(DateTimeOffset expires)
    {
        var from = expires > _taken ? expires : _taken;
        return DateTimeOffset.MaxValue - from < options.ExpiryGrace ? DateTimeOffset.MaxValue : from + options.ExpiryGrace;
    }
}
