using System.Globalization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Sockeye.Engine.Http;

/// <summary>Cross-origin headers on every answer, and the answers to preflights (Fetch standard, CORS protocol).</summary>
/// <remarks>CORS is not an access check: a client from an origin that is not allowed is answered all the same, and its browser keeps the answer from it.</remarks>
internal sealed class CorsAnswers(CorsPolicy policy)
{
    private const string AllMethods = "GET,HEAD,PUT,PATCH,POST,DELETE";
    private const string OwnMethods = "GET,POST";

    private readonly string? _onlyOrigin = !policy.AllowAnyOrigin && policy.Origins.Count == 1 && !policy.Origins[0].Contains('*', StringComparison.Ordinal)
        ? policy.Origins[0]
        : null;

    /// <summary>Adds the headers, and answers a preflight.</summary>
    /// <returns>Whether the request was a preflight and is answered.</returns>
    public bool Apply(HttpContext context)
    {
        AddOrigin(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            AnswerPreflight(context);
            return true;
        }

        if (policy.ExposedHeaders.Count > 0)
        {
            context.Response.Headers.AccessControlExposeHeaders = string.Join(',', policy.ExposedHeaders);
        }

        return false;
    }

    private void AddOrigin(HttpContext context)
    {
        var headers = context.Response.Headers;
        var origin = context.Request.Headers.Origin.ToString();
        if (policy.AllowAnyOrigin)
        {
            headers.AccessControlAllowOrigin = "*";
        }
        else
        {
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            headers.AccessControlAllowOrigin = _onlyOrigin is not null ? _onlyOrigin
                : origin.Length > 0 && policy.IsOriginAllowed(origin) ? origin
                : StringValues.Empty;
        }

        if (policy.SupportsCredentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }
    }

    private void AnswerPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = policy.AllowAnyMethod ? AllMethods
            : policy.Methods.Count > 0 ? string.Join(',', policy.Methods)
            : OwnMethods;
        if (!policy.AllowAnyHeader && policy.Headers.Count > 0)
        {
            headers.AccessControlAllowHeaders = string.Join(',', policy.Headers);
        }
        else
        {
            // Appended to what is there, in one header.
            headers.Vary = StringValues.IsNullOrEmpty(headers.Vary)
                ? HeaderNames.AccessControlRequestHeaders
                : $"{headers.Vary}, {HeaderNames.AccessControlRequestHeaders}";
            headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        }

        if (policy.PreflightMaxAge is { } age)
        {
            headers.AccessControlMaxAge = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        Answers.Empty(context, StatusCodes.Status204NoContent);
    }
}
