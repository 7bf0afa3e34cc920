using System.Globalization;
using System.Threading.RateLimiting;
using Demo.Accounts;
using Microsoft.Extensions.Options;

namespace Demo.Chat.Limits;

/// <summary>How much an account may ask by requests: <see cref="ChatLimits"/>. Events have a limit of their own: <see cref="EventLimit"/>.</summary>
internal sealed class RequestLimit : IEndpointFilter, IDisposable
{
    private readonly PartitionedRateLimiter<(string Account, RequestKind Kind)> _limiter;

    public RequestLimit(IOptions<ChatOptions> options)
    {
        // Its value is asked for later: it is checked when the demo starts.
        _limiter = PartitionedRateLimiter.Create<(string Account, RequestKind Kind), (string, RequestKind)>(request =>
            RateLimitPartition.GetTokenBucketLimiter(request, key => RateOf(options.Value.Limits, key.Item2).ToBucket()));
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var kind = KindOf(context.HttpContext);
        using var lease = _limiter.AttemptAcquire((AccountSession.AccountIdOf(context.HttpContext.User), kind));
        if (lease.IsAcquired)
        {
            return await next(context);
        }

        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(Detail(kind), statusCode: StatusCodes.Status429TooManyRequests, extensions: [new("code", "rate_limited")]);
    }

    public void Dispose() => _limiter.Dispose();

    private static RequestKind KindOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<CountedAs>()?.Kind
        ?? (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? RequestKind.Read : RequestKind.Write);

    private static Rate RateOf(ChatLimits limits, RequestKind kind) => kind switch
    {
        RequestKind.Search => limits.Searches,
        RequestKind.Download => limits.Downloads,
        RequestKind.Read => limits.Reads,
        _ => limits.Writes,
    };

    private static string Detail(RequestKind kind) => kind switch
    {
        RequestKind.Search => "You search faster than anybody types. Wait a moment.",
        RequestKind.Download => "You fetch files faster than anybody looks at them. Wait a moment.",
        RequestKind.Read => "You ask faster than anybody reads. Wait a moment.",
        _ => "You write faster than anybody reads. Wait a moment.",
    };
}
