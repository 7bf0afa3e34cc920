using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;

namespace Demo.Shell;

/// <summary>Says of a request that a route cannot read what is wrong with it, as a problem in JSON.</summary>
internal sealed partial class BadRequests(IProblemDetailsService problems) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return ValueTask.FromResult(false);
        }

        httpContext.Response.StatusCode = bad.StatusCode;
        return problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = bad.StatusCode, Title = "The request cannot be read.", Detail = DetailOf(bad) ?? DetailOf(bad.StatusCode) },
        });
    }

    /// <summary>Gets what a status says that is given without a word.</summary>
    public static string? DetailOf(int? status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this route takes.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        _ => null,
    };

    private static string? DetailOf(BadHttpRequestException bad) => bad switch
    {
        { StatusCode: not StatusCodes.Status400BadRequest } => null,
        { InnerException: JsonException { Path: { } path } json } => $"The body is not the JSON this route takes: see {path}, line {json.LineNumber + 1}, byte {json.BytePositionInLine}.",
        { InnerException: JsonException } => "The body is no JSON in UTF-8.",
        _ when Parameter().Match(bad.Message) is { Success: true } parameter =>
            $"{parameter.Groups[1].Value} in the address is missing, or is not what this route takes.",
        _ => "Send a body: what the route wants, as a JSON object.",
    };

    // The framework says it in words alone, with the type in C#.
    [GeneratedRegex("""^(?:Required|Failed to bind) parameter "\S+ (\w+)" (?:was not provided from query string|from ")""")]
    private static partial Regex Parameter();
}
