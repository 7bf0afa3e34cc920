using System.Security.Claims;
using Demo.Data;
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

    public static string SessionOf(ClaimsPrincipal user) => user.FindFirstValue(SessionClaim)!;

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

        await EndAsync(context, isLogOut: false);
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, account.Id),
                new Claim(ClaimTypes.Name, account.Name),
                new Claim(ClaimTypes.Role, account.Kind),
                new Claim(SessionClaim, session),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        devices.Remember(context, account);
        return true;
    }

    /// <summary>Logs the request's browser out: its cookie is worth nothing from now on, even where it was copied, and its sockets are closed.</summary>
    public Task LogOutAsync(HttpContext context) => EndAsync(context, isLogOut: true);

    private async Task EndAsync(HttpContext context, bool isLogOut)
    {
        if (context.User.FindFirstValue(SessionClaim) is not { } session)
        {
            return;
        }

        await accounts.EndSessionAsync(session, isLogOut, CancellationToken.None);
        await CloseSocketsAsync(session);
        await context.SignOutAsync();
    }

    /// <summary>Changes the password of a request's account, and logs it out on all its other devices.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account as it was when its password was checked.</param>
    /// <param name="passwordHash">The hash of the new one.</param>
    /// <returns>False where the password has been changed meanwhile, and stays so.</returns>
    public async Task<bool> ChangePasswordAsync(HttpContext context, Account account, string passwordHash)
    {
        var changed = account with { PasswordHash = passwordHash, Stamp = Account.NewId() };
        if (await accounts.ChangePasswordAsync(account, changed, SessionOf(context.User), context.RequestAborted) is not { } ended)
        {
            return false;
        }

        await LeaveAsync(context, changed, ended);
        return true;
    }

    /// <summary>Logs the account of a request out on all its other devices.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> EndOthersAsync(HttpContext context)
    {
        var account = accounts.FindById(AccountIdOf(context.User))! with { Stamp = Account.NewId() };
        var ended = await accounts.EndOtherSessionsAsync(account, SessionOf(context.User), context.RequestAborted);
        await LeaveAsync(context, account, ended);
        return ended.Count;
    }

    /// <summary>Counts the other devices on which the account of a request is logged in.</summary>
    public int CountOthers(HttpContext context) => accounts.CountOtherSessions(AccountIdOf(context.User), SessionOf(context.User));

    /// <summary>Closes the sockets of a session that has ended.</summary>
    public async Task CloseSocketsAsync(string session)
    {
        await io.DisconnectRoomAsync(RoomOf(session));
    }

    // The one device that stays is known by the new stamp.
    private async Task LeaveAsync(HttpContext context, Account account, List<string> ended)
    {
        devices.Remember(context, account);
        foreach (var session in ended)
        {
            await CloseSocketsAsync(session);
        }
    }

    /// <summary>Lets a session last as long as its cookie, which is renewed now and then while it is used.</summary>
    public static async Task ExtendAsync(CookieSlidingExpirationContext context)
    {
        if (context.ShouldRenew && context.Principal?.FindFirstValue(SessionClaim) is { } session)
        {
            try
            {
                await context.HttpContext.RequestServices.GetRequiredService<AccountStore>().ExtendSessionAsync(session);
            }
            catch (Exception exception) when (FullDisk.Is(exception))
            {
                context.ShouldRenew = false; // a later request extends it; this one may only want to read
            }
        }
    }

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
