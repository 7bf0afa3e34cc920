using Microsoft.AspNetCore.Http.HttpResults;

namespace Demo.Accounts;

/// <summary>What somebody does with the account that they are logged in to.</summary>
internal sealed class OwnAccountRoutes(AccountStore accounts, ExampleAccounts examples, Passwords passwords, AttemptLimits limits, AccountSession session)
{
    public void Map(RouteGroupBuilder account)
    {
        account.MapGet("", (HttpContext context) => AccountView.Of(Of(context), examples));
        account.MapGet("/devices", (HttpContext context) => new { Others = session.CountOthers(context) });
        account.MapPost("/log-out-others", (Delegate)LogOutOthersAsync);
        account.MapPost("/password", ChangePasswordAsync);
    }

    /// <summary>Logs whoever is logged in out on all their other devices.</summary>
    private async Task<IResult> LogOutOthersAsync(HttpContext context) =>
        examples.Has(Of(context).Email)
            ? Shared("Whoever else tries the demo out may be logged in to this account, too: sign up to have one of your own.")
            : TypedResults.Ok(new { LoggedOut = await session.EndOthersAsync(context) });

    /// <summary>Changes the password of whoever is logged in, and logs them out everywhere else: who had the old one has nothing any more.</summary>
    private async Task<IResult> ChangePasswordAsync(HttpContext context, PasswordRequest request)
    {
        var email = Of(context).Email;
        if (request.Problems(email) is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        if (examples.Has(email))
        {
            return Shared("Everybody logs in to the example accounts by the password on the log-in page: sign up to have one of your own.");
        }

        if (limits.Refuse(context, email) is { } refusal)
        {
            return refusal;
        }

        var account = accounts.FindByEmail(email)!;
        return passwords.Verify(account, request.Current!, out _)
            && await session.ChangePasswordAsync(context, account, passwords.Hash(account, request.Password!).PasswordHash)
            ? TypedResults.NoContent()
            : TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["current"] = ["This is not the password that you have now."] });
    }

    private Account Of(HttpContext context) => accounts.FindById(AccountSession.AccountIdOf(context.User))!;

    private static ProblemHttpResult Shared(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden, title: "An example account is everybody’s.");
}
