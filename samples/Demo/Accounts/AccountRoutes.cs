using Microsoft.AspNetCore.Http.HttpResults;
using Sockeye;

namespace Demo.Accounts;

/// <summary>Signing up, logging in and out. Each kind of user has its own routes.</summary>
internal sealed class AccountRoutes(
    AccountStore accounts, ExampleAccounts examples, Passwords passwords, AttemptLimits limits, AccountSession session, SocketServer io, TimeProvider time)
{
    /// <summary>The namespace whose sockets hear of what happens to their account.</summary>
    public const string Namespace = "/account";

    public async Task<IResult> SignUpAsync(HttpContext context, SignUpRequest request, string kind)
    {
        if (request.Problems() is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        if (limits.RefuseSignUp(context) is { } refusal)
        {
            return refusal;
        }

        // Hashed in any case, so that the time it takes says nothing.
        var account = passwords.Hash(
            new Account { Id = Account.NewId(), Email = EmailAddress.Normalize(request.Email!), Name = request.Name!.Trim(), Kind = kind }, request.Password!);
        if (!await accounts.AddAsync(account, context.RequestAborted))
        {
            // This tells who has an account. Only a letter to the address could keep that to its owner, with the same answer for all and an account that begins
            // with the letter's link; here whoever signs up is let in at once, and may ask no more often than AttemptLimits says.
            return TypedResults.Problem(
                "There is an account with this e-mail address: log in instead.", statusCode: StatusCodes.Status409Conflict, title: "This address is taken.");
        }

        await session.BeginAsync(context, account);
        return TypedResults.Created("/api/account", AccountView.Of(account, examples));
    }

    public async Task<IResult> LogInAsync(HttpContext context, LogInRequest request, string kind)
    {
        if (request.Problems() is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        if (limits.Refuse(context, request.Email!) is { } refusal)
        {
            return refusal;
        }

        var account = accounts.FindByEmail(request.Email!);
        if (!passwords.Verify(account, request.Password!, out var isOutdated))
        {
            return WrongPassword;
        }

        // Said only to whoever knows the password.
        if (account!.Kind != kind)
        {
            return NotLoggedIn($"This is the account of a {account.Kind}: log in as a {account.Kind}.");
        }

        if (isOutdated)
        {
            var hashed = passwords.Hash(account, request.Password!);
            account = await accounts.RehashAsync(account, hashed.PasswordHash, context.RequestAborted) ? hashed : account;
        }

        if (!await session.BeginAsync(context, account))
        {
            return WrongPassword; // it was right a moment ago
        }

        // The account's other devices are told, so that nobody else's log-in goes unseen.
        io.Of(Namespace).ToUser(account.Id).Emit("logged_in", new { At = time.GetUtcNow().ToUnixTimeMilliseconds() });
        return TypedResults.Ok(AccountView.Of(account, examples));
    }

    private static ProblemHttpResult WrongPassword => NotLoggedIn("The e-mail address or the password is not right.");

    private static ProblemHttpResult NotLoggedIn(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status401Unauthorized, title: "Not logged in.");
}
