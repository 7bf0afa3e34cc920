using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Sockeye.Engine.Http;

namespace Sockeye.Engine;

/// <summary>Whose the session is, and for how long that has been shown.</summary>
public sealed partial class EngineSession
{
    private string? _renewedUserKey;
    private long _expires; // ticks of UTC; 0 while the first request's counts

    /// <summary>
    /// Gets when the credential ends that the session's user has shown, or <see langword="null"/> where it has no end that is known. A later request
    /// of the same user, such as a poll, moves it where its credential lasts longer, as that of a cookie does that is renewed on the way;
    /// the handler is given the user as that says it (<see cref="IEngineSessionHandler.OnCredentialShown"/>).
    /// </summary>
    /// <value>The <c>ExpiresUtc</c> of the authentication ticket, or else the claim <c>exp</c>.</value>
    public DateTimeOffset? CredentialExpires => Volatile.Read(ref _expires) switch
    {
        0 => Request.CredentialExpires,
        CredentialTime.Never => null,
        var ticks => new DateTimeOffset(ticks, TimeSpan.Zero),
    };

    private string? UserKey => Volatile.Read(ref _renewedUserKey) ?? Request.UserKey;

    /// <summary>Gets what names a user: its claim <c>nameidentifier</c>, <c>sub</c> or its name, whichever it has first and is not empty.</summary>
    /// <param name="user">The user.</param>
    /// <returns><see langword="null"/> for nobody, and for an authenticated user who has none of them.</returns>
    public static string? UserIdOf(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return RequestUser.IdOf(user);
    }

    /// <summary>Says whether the session is that user's, by <see cref="UserIdOf"/>, or nobody's where the user is nobody.</summary>
    /// <param name="user">The user. An authenticated one whom nothing names cannot be told from others like it, and no session is its.</param>
    public bool IsOf(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var key = RequestUser.KeyOf(user);
        return key == UserKey && (key is null || RequestUser.IsNamed(key));
    }

    /// <summary>
    /// Takes over a credential that the client has shown inside the session. From here on requests of that user are let in, beside those
    /// of the user who opened the session: a client cannot always change what its polls carry.
    /// </summary>
    /// <param name="user">The user, whom the caller has authenticated.</param>
    /// <param name="properties">What the authentication says of it: when it ends. Without that, the user's claim <c>exp</c> counts.</param>
    public void RenewCredential(ClaimsPrincipal user, AuthenticationProperties? properties = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        Volatile.Write(ref _renewedUserKey, RequestUser.KeyOf(user));
        Volatile.Write(ref _expires, CredentialTime.Of(user, properties));
    }

    /// <summary>Lets in a request of the session's user; false for another's.</summary>
    internal bool Admits(HttpContext context)
    {
        var key = RequestUser.KeyOf(context);
        if (key != Request.UserKey && (key is null || key != Volatile.Read(ref _renewedUserKey)))
        {
            return false;
        }

        var before = Volatile.Read(ref _expires);
        if (key is not null && key == UserKey && RequestUser.IsNamed(key) && Volatile.Read(ref _handler) is not null && CredentialExpires is { } known
            && CredentialTime.Of(context) is var expires && expires != CredentialTime.Never && expires > known.UtcTicks
            && Interlocked.CompareExchange(ref _expires, expires, before) == before) // or another credential was taken meanwhile
        {
            // It may say less of the user than the former did, and must not lend that one its time.
            var user = context.User;
            Notify(handler => handler.OnCredentialShown(user));
        }

        return true;
    }
}
