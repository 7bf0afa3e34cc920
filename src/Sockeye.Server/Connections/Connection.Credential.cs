using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Sockeye.Server.Authentication;
using Sockeye.Server.Control;
using Sockeye.Server.Diagnostics;

namespace Sockeye.Server.Connections;

/// <summary>Whose the connection is, and for how long.</summary>
internal sealed partial class Connection
{
    private Credential? _credential;
    private long _userShown;

    /// <summary>Gets the user: whom the client has shown last.</summary>
    public ClaimsPrincipal User => Volatile.Read(ref _credential)?.User ?? Session.Request.User;

    /// <summary>Gets whether the user is somebody, without making a principal for nobody.</summary>
    public bool IsAuthenticated => Volatile.Read(ref _credential)?.User is { } user
        ? user.Identity?.IsAuthenticated == true
        : Session.Request.IsAuthenticated;

    /// <summary>Gets when the user was shown whose the connection is, as a timestamp of the clock: what was done to the user's clients later was meant for this one, too.</summary>
    public long UserShown => Volatile.Read(ref _userShown);

    /// <summary>Gets the sockets that are connected, and not only on the way there.</summary>
    public Socket[] ConnectedSockets => Array.FindAll(_sockets.Snapshot(), static socket => socket.Life.IsConnected);

    private Credential EnsuredCredential =>
        _credential ?? Interlocked.CompareExchange(ref _credential, new Credential(this, _server.Options.Credentials, _server.Time), null) ?? _credential;

    /// <summary>Says whether the client may show a credential of that user: of its own, unless it is nobody's yet.</summary>
    public bool MayBecome(ClaimsPrincipal user) => _server.Options.Credentials.AllowUserChange || !IsAuthenticated || Session.IsOf(user);

    /// <summary>Makes another user that of the connection, moves its sockets to that user's rooms, and disconnects those that its policies refuse.</summary>
    /// <param name="user">The user.</param>
    /// <param name="properties">What the authentication says of the credential.</param>
    /// <param name="asker">
    /// The socket whose client asked for it, and how that is answered where the socket is disconnected for it; none where the application did.
    /// </param>
    /// <param name="shown">When the user was shown, before the authentication: a timestamp of the clock.</param>
    /// <param name="cancellationToken">Ends the wait for the turn.</param>
    /// <returns>False where the client may not become that user: another change came first.</returns>
    public async Task<bool> ChangeUserAsync(
        ClaimsPrincipal user, AuthenticationProperties? properties, (Socket Socket, ulong? AckId) asker, long shown, CancellationToken cancellationToken)
    {
        var credential = EnsuredCredential;
        await credential.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (asker.Socket is not null && !MayBecome(user))
            {
                return false;
            }

            Session.RenewCredential(user, properties);
            credential.Take(user);
            Volatile.Write(ref _userShown, shown); // behind the user: before, it would vouch for the former one
            await ReviewUserAsync(asker).ConfigureAwait(false);
            return true;
        }
        finally
        {
            credential.Turn.Release();
        }
    }

    /// <inheritdoc />
    public void OnCredentialShown(ClaimsPrincipal user) => _server.Work.Track(TakeShownAsync(user));

    /// <summary>Counts a credential that was refused; false where the connection is closed for it.</summary>
    public void CountRefusedCredential(string code)
    {
        Telemetry.OnRefused(RefusalReasons.Credential);
        Log.CredentialRefused(_server.Logger, Session.Id, code);
        CountRefusal();
    }

    /// <summary>The client's credential has ended.</summary>
    public void CloseForExpiry()
    {
        const string Why = "The credential has expired.";
        Tell(ConnectedSockets, ControlEvents.Expired, new Refusal("credential_expired", Why).ToJson());
        Close(RefusalReasons.CredentialExpired, Why);
    }

    /// <summary>The client's user may not be here at all any more.</summary>
    public void CloseForbidden() => Close(RefusalReasons.Forbidden, "The endpoint's policy refuses the user.");

    /// <summary>The client's credential is about to end.</summary>
    public static void WarnOfExpiry(Socket[] sockets, DateTimeOffset expires, TimeSpan closesIn) =>
        Tell(sockets, ControlEvents.Expiring, CredentialNotice.ToJson(expires, closesIn));

    /// <summary>
    /// The client was disconnected with its user, or with a room, while it was being let in. It is told no more than that its connection ends: so it comes back by
    /// itself, with the credential that it has then, and whether that counts is decided anew.
    /// </summary>
    private void CloseDisconnected()
    {
        foreach (var socket in _sockets.Snapshot())
        {
            if (UserRooms.UserAmong(socket.Rooms) is { } user && _server.Disconnected.Has(UserRooms.Of(user), UserShown))
            {
                socket.Disconnect(); // for good, and not as one that may come back to its session
            }
        }

        Close(RefusalReasons.Disconnected, "The client was disconnected by its user, or by a room, while it was being let in.");
    }

    private static void Tell(Socket[] sockets, string eventName, JsonElement notice)
    {
        foreach (var socket in sockets)
        {
            if (socket.Life.IsConnected)
            {
                ControlEvents.Send(socket, eventName, notice);
            }
        }
    }

    /// <summary>Runs something on another thread, which the server waits for when it closes.</summary>
    public void Run(Action what) => _server.Work.Track(Task.Run(what));

    private void WatchCredential()
    {
        if (_server.Options.Credentials.CloseOnExpiry && Session.CredentialExpires is not null)
        {
            EnsuredCredential.Watch();
        }
    }

    private void ForgetCredential()
    {
        if (Volatile.Read(ref _credential) is { } credential)
        {
            Timers.Cancel(credential);
        }
    }

    /// <summary>Takes over what a request has shown of the user.</summary>
    private async Task TakeShownAsync(ClaimsPrincipal user)
    {
        var credential = EnsuredCredential;
        await credential.Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Session.IsOf(user)) // or another has come meanwhile
            {
                credential.Take(user);
                await ReviewUserAsync(asker: default).ConfigureAwait(false);
            }
        }
        finally
        {
            credential.Turn.Release();
        }
    }

    private async Task ReviewUserAsync((Socket Socket, ulong? AckId) asker)
    {
        foreach (var socket in _sockets.Snapshot())
        {
            await UserReview.RunAsync(socket, socket == asker.Socket ? asker.AckId : null).ConfigureAwait(false);
        }
    }

    /// <summary>Looks at a socket again that may have been let in as the user from before a change.</summary>
    private void ReviewUser(Socket socket)
    {
        if (Volatile.Read(ref _credential) is { User: not null } credential)
        {
            _server.Work.Track(ReviewUserAsync(socket, credential));
        }
    }

    private static async Task ReviewUserAsync(Socket socket, Credential credential)
    {
        await credential.Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await UserReview.RunAsync(socket).ConfigureAwait(false);
        }
        finally
        {
            credential.Turn.Release();
        }
    }
}
