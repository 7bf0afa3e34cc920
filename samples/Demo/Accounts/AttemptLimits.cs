using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Demo.Accounts;

/// <summary>How often somebody may try: by address, so that nobody tries many accounts, and by account, so that nobody tries one from many addresses.</summary>
internal sealed class AttemptLimits(IOptions<AccountOptions> options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly PartitionedRateLimiter<string> _byAddress = PerMinute(options.Value.AttemptsPerAddress);
    private readonly PartitionedRateLimiter<string> _byAccount = PerMinute(options.Value.AttemptsPerAccount);

    /// <summary>Counts an attempt.</summary>
    /// <param name="context">The request; a refusal sets its <c>Retry-After</c>.</param>
    /// <param name="email">The account it is for; none at a sign-up.</param>
    /// <returns>The answer 429, or none where the attempt may go on.</returns>
    public ProblemHttpResult? Refuse(HttpContext context, string? email)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        return Refuse(context, _byAddress, address, "from this address")
            ?? (email is null ? null : Refuse(context, _byAccount, EmailAddress.Normalize(email), "to log in to this account"));
    }

    public void Dispose()
    {
        _byAddress.Dispose();
        _byAccount.Dispose();
    }

    private static ProblemHttpResult? Refuse(HttpContext context, PartitionedRateLimiter<string> limiter, string key, string what)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
        {
            return null;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            $"There were too many attempts {what}. Try again in {seconds} {(seconds == 1 ? "second" : "seconds")}.",
            statusCode: StatusCodes.Status429TooManyRequests, title: "Too many attempts.");
    }

    private static PartitionedRateLimiter<string> PerMinute(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window }));
}
