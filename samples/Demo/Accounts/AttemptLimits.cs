using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Demo.Accounts;

/// <summary>
/// How often somebody may try. Who fails on purpose spends what is theirs: the attempts of their address, and those of their address at one account; and if they come
/// from many addresses, those of all strangers at it. A device on which the account's owner has been logged in counts for itself, so nobody locks her out there.
/// A sign-up says whether an address has an account, and makes one where it has not: it has a count of its own, for an hour.
/// </summary>
internal sealed class AttemptLimits(IOptions<AccountOptions> options, KnownDevices devices, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly AttemptCount _byAddress = new(options.Value.AttemptsPerAddress, Window, time);
    private readonly AttemptCount _byAddressAndAccount = new(options.Value.AttemptsPerAccount, Window, time);
    private readonly AttemptCount _signUps = new(options.Value.SignUpsPerAddress, TimeSpan.FromHours(1), time);
    private readonly AttemptCount _byStrangers = new(options.Value.AttemptsByStrangers, Window, time);
    private readonly AttemptCount _byKnownDevices = new(options.Value.AttemptsPerAccount, Window, time);

    /// <summary>Counts a sign-up.</summary>
    /// <param name="context">The request; a refusal sets its <c>Retry-After</c>.</param>
    /// <returns>The answer 429, or none where the attempt may go on.</returns>
    public ProblemHttpResult? RefuseSignUp(HttpContext context)
    {
        var address = AddressPrefix.Of(context.Connection.RemoteIpAddress);
        return Refuse(context, _byAddress, address, "from this address") ?? Refuse(context, _signUps, address, "to sign up from this address");
    }

    /// <summary>Counts an attempt to log in, or to do something else by a password.</summary>
    /// <param name="context">The request; a refusal sets its <c>Retry-After</c>.</param>
    /// <param name="email">The account it is for.</param>
    /// <returns>The answer 429, or none where the attempt may go on.</returns>
    public ProblemHttpResult? Refuse(HttpContext context, string email)
    {
        var account = EmailAddress.Normalize(email);
        if (devices.Know(context.Request, account))
        {
            return Refuse(context, _byKnownDevices, account, "to log in to this account");
        }

        var address = AddressPrefix.Of(context.Connection.RemoteIpAddress);
        return Refuse(context, _byAddress, address, "from this address")
            ?? Refuse(context, _byAddressAndAccount, $"{address} {account}", "to log in to this account")
            ?? Refuse(context, _byStrangers, account, "to log in to this account, from many addresses");
    }

    private static ProblemHttpResult? Refuse(HttpContext context, AttemptCount attempts, string key, string what)
    {
        if (attempts.TryTake(key, out var wait))
        {
            return null;
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            $"There were too many attempts {what}. Try again in {InWords(seconds)}.",
            statusCode: StatusCodes.Status429TooManyRequests, title: "Too many attempts.");
    }

    private static string InWords(int seconds)
    {
        var minutes = (seconds + 59) / 60;
        return seconds == 1 ? "1 second" : seconds <= 60 ? $"{seconds} seconds" : $"{minutes} minutes";
    }
}
