using System.Net.WebSockets;
using System.Security.Claims;
using Sockeye.Engine.Http;

namespace Sockeye.Engine.RawWebSockets;

/// <summary>Who a client is and until when, and its end when that time is over. Few clients have one.</summary>
internal sealed class ClientCredential(WebSocketClient client, TimeProvider time, TimeSpan? grace) : WheelTimer
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _expires = client.Request.CredentialExpires;
    private DateTimeOffset _taken = client.Request.Issued;
    private ClaimsPrincipal? _user;

    /// <summary>Gets the user who was shown since; null while it is that of the request.</summary>
    public ClaimsPrincipal? User => Volatile.Read(ref _user);

    /// <summary>Takes another credential over; false where it is another user's than the client's, unless that is nobody yet.</summary>
    public bool TryTake(ClaimsPrincipal user, DateTimeOffset? expires)
    {
        lock (_gate)
        {
            var known = User is { } shown ? RequestUser.KeyOf(shown) : client.Request.UserKey;
            var key = RequestUser.KeyOf(user);
            if (key is null || (known is not null && (key != known || !RequestUser.IsNamed(key))))
            {
                return false;
            }

            var ticks = CredentialTime.Of(user, properties: null);
            _expires = expires ?? (ticks == CredentialTime.Never ? null : new DateTimeOffset(ticks, TimeSpan.Zero));
            _taken = time.GetUtcNow();
            Volatile.Write(ref _user, user);
        }

        Watch();
        return true;
    }

    /// <summary>Looks when the client is to be closed.</summary>
    public void Watch()
    {
        lock (_gate)
        {
            if (CloseAt is { } end)
            {
                client.Life.Timers.Schedule(this, end - time.GetUtcNow());
            }
            else
            {
                client.Life.Timers.Cancel(this);
            }
        }

        if (!client.IsOpen)
        {
            client.Life.Timers.Cancel(this); // the end may have come before it could find the timer
        }
    }

    /// <inheritdoc />
    protected internal override void OnDue()
    {
        bool isOver;
        lock (_gate)
        {
            isOver = CloseAt is { } end && time.GetUtcNow() >= end; // it may have moved since
        }

        if (isOver)
        {
            client.Life.Close((int)WebSocketCloseStatus.PolicyViolation, "the credential has expired", CloseMode.Drain, CloseReason.ForcedClose);
        }
        else
        {
            Watch();
        }
    }

    /// <summary>Gets when the client is closed; null where its credential does not end, or its end is no matter. Under the gate.</summary>
    private DateTimeOffset? CloseAt => _expires is not { } expires || grace is not { } longer ? null
        : (expires > _taken ? expires : _taken) is var from && DateTimeOffset.MaxValue - from < longer ? DateTimeOffset.MaxValue
        : from + longer;
}
