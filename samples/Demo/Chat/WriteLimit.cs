using System.Globalization;
using System.Threading.RateLimiting;
using Demo.Accounts;

namespace Demo.Chat;

/// <summary>How much an account may write by requests: 60 at once and 10 more each second. Events have a limit of their own: <see cref="EventLimit"/>.</summary>
internal sealed class WriteLimit : IEndpointFilter, IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(static account =>
        RateLimitPartition.GetTokenBucketLimiter(account, static _ => Options()));

    public static TokenBucketRateLimiterOptions Options() => new() { TokenLimit = 60, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromSeconds(1) };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsGet(request.Method))
        {
            return await next(context);
        }

        using var lease = _limiter.AttemptAcquire(AccountSession.AccountIdOf(context.HttpContext.User));
        if (lease.IsAcquired)
        {
            return await next(context);
        }

        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            "You write faster than anybody reads. Wait a moment.", statusCode: StatusCodes.Status429TooManyRequests, extensions: [new("code", "rate_limited")]);
    }

    public void Dispose() => _limiter.Dispose();
}
