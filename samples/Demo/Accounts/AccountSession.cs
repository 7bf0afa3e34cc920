using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Sockeye;

namespace Demo.Accounts;

/// <summary>A log-in on one device: a cookie there, a row here. Pages, routes and sockets are let in by the same cookie.</summary>
internal sealed class AccountSession(AccountStore accounts, KnownDevices devices, SocketServer io)
{
    private const string SessionClaim = "session";

    private static string RoomOf(string? session) => "session:" + session;

    public static string AccountIdOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier)!;

    /// <summary>Puts a socket to its session, so that it is closed with it.</summary>
    /// <returns>False where the session has ended since the connection was made: then it is closed now.</returns>
    public async Task<bool> EnterAsync(Socket socket, CancellationToken cancellationToken)
    {
        // In the room first, and looked up then: a session that ends in between finds the socket there.
        await socket.JoinAsync(RoomOf(socket.User.FindFirstValue(SessionClaim)), cancellationToken);
        if (socket.User.FindFirstValue(SessionClaim) is { } session && accounts.FindBySession(session) is not null)
        {
            return true;
        }

        socket.Disconnect(close: true);
        return false;
    }

    /// <summary>Logs the request's browser in, instead of whoever was logged in there.</summary>
    /// <returns>False where the account's password has been changed since it was checked: then nobody is logged in anew.</returns>
    public async Task<bool> BeginAsync(HttpContext context, Account account)
    {
        if (await accounts.BeginSessionAsync(account, context.RequestAborted) is not { } session)
        {
            return false;
        }

        await EndAsync(context);
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, account.Id),
                new Claim(ClaimTypes.Name, account.Name),
                new Claim(ClaimTypes.Role, account.Kind),
                new Claim(SessionClaim, session),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        devices.Remember(context, account.Email);
        return true;
    }

    /// <summary>Logs the request's browser out: its cookie is worth nothing from now on, even where it was copied, and its sockets are closed.</summary>
    public async Task EndAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(SessionClaim) is not { } session)
        {
            return;
        }

        await accounts.EndSessionAsync(session, CancellationToken.None);
        await CloseSocketsAsync(session);
        await context.SignOutAsync();
    }

    /// <summary>Logs the account of a request out on all its other devices.</summary>
    public async Task EndOthersAsync(HttpContext context)
    {
        foreach (var session in await accounts.EndOtherSessionsAsync(AccountIdOf(context.User), context.User.FindFirstValue(SessionClaim)!))
        {
            await CloseSocketsAsync(session);
        }
    }

    /// <summary>Closes the sockets of a session that has ended.</summary>
    public async Task CloseSocketsAsync(string session)
    {
        await io.DisconnectRoomAsync(RoomOf(session));
    }

    /// <summary>Lets a session last as long as its cookie, which is renewed now and then while it is used.</summary>
    public static Task ExtendAsync(CookieSlidingExpirationContext context) =>
        context.ShouldRenew && context.Principal?.FindFirstValue(SessionClaim) is { } session
            ? context.HttpContext.RequestServices.GetRequiredService<AccountStore>().ExtendSessionAsync(session)
            : Task.CompletedTask;

    /// <summary>Refuses the cookie of a session that has ended. It is asked at each request, a socket's polls and handshakes among them.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountStore>();
        if (context.Principal?.FindFirstValue(SessionClaim) is not { } session || accounts.FindBySession(session) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        }
    }
}
