using System.Text.Json;
using Sockeye;

namespace Demo.Accounts;

/// <summary>
/// Whose page it is that asks. A browser has one cookie, and a page may be open longer than its user is logged in: once somebody else is, what it sends would be
/// sent in their name. So a page says whose it is, and is refused where that is somebody else. Who says nothing asks as whoever is logged in.
/// </summary>
internal static class PageOwner
{
    private const string Header = "Acts-For";
    private const string Field = "account";

    private const string Code = "other_account";
    private const string Detail = "Somebody else has logged in to this browser since the page was opened.";

    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers[Header] is [{ } owner] && context.HttpContext.User.Identity is { IsAuthenticated: true }
        && owner != AccountSession.AccountIdOf(context.HttpContext.User)
            ? TypedResults.Problem(Detail, statusCode: StatusCodes.Status409Conflict, extensions: [new("code", Code)])
            : await next(context);

    public static ConnectionResult Check(Socket socket) =>
        socket.Handshake.Auth is { ValueKind: JsonValueKind.Object } auth && auth.TryGetProperty(Field, out var owner)
        && !(owner.ValueKind == JsonValueKind.String && owner.ValueEquals(AccountSession.AccountIdOf(socket.User)))
            ? ConnectionResult.Refuse(Detail, new { Code })
            : ConnectionResult.Accept;
}
