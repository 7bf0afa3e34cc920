using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Engine.Diagnostics;

namespace Sockeye.Engine.Http;

/// <summary>Turns requests away with the protocol's errors.</summary>
internal sealed partial class Refusals(EngineOptions options, ILogger logger, EngineInstruments instruments)
{
    private readonly string _retryAfter = ((long)Math.Ceiling(options.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>The server is closing.</summary>
    public const string Closing = "CLOSING";

    /// <summary>The server sends its clients away.</summary>
    public const string Draining = "DRAINING";

    /// <summary>Answers with an error, in the form its transport has for it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">Which.</param>
    /// <param name="detail">Which rule was broken, for the hook and the log.</param>
    /// <param name="message">What the client is told, or <see langword="null"/> for the protocol's own words.</param>
    public async Task RefuseAsync(HttpContext context, ConnectionError error, string? detail = null, string? message = null)
    {
        var status = StatusOf(error, detail);
        message ??= status == StatusCodes.Status503ServiceUnavailable ? "Server shutting down" : MessageOf(error);
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = _retryAfter;
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close"; // lest the client comes back over this connection, and so to this server
            }
        }

        Log.Refused(logger, (int)error, message, detail);
        instruments.OnRefused(error, detail);
        try
        {
            options.OnConnectionError?.Invoke(new ConnectionErrorContext(context, error, message, detail));
        }
        catch (Exception exception)
        {
            Log.HookFailed(logger, nameof(EngineOptions.OnConnectionError), exception);
        }

        try
        {
            // A WebSocket is refused with 400, as Node does whatever the error, but by the rules that are not Node's.
            await (WebSockets.WebSocketHandshake.IsUpgrade(context)
                ? Answers.RefusedUpgradeAsync(context, message, detail is null || !IsOurs(detail) ? StatusCodes.Status400BadRequest : status)
                : Answers.ErrorAsync(context, error, message, status)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            Log.LeftEarly(logger, exception); // the client did not wait for its answer
        }
    }

    private static bool IsOurs(string detail) => detail is RequestCheck.CrossSite or RequestCheck.OtherUser or Closing or Draining;

    private static int StatusOf(ConnectionError error, string? detail) => detail switch
    {
        Closing or Draining => StatusCodes.Status503ServiceUnavailable,
        _ => error == ConnectionError.Forbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest,
    };

    private static string MessageOf(ConnectionError error) => error switch
    {
        ConnectionError.UnknownTransport => "Transport unknown",
        ConnectionError.UnknownSession => "Session ID unknown",
        ConnectionError.BadHandshakeMethod => "Bad handshake method",
        ConnectionError.Forbidden => "Forbidden",
        ConnectionError.UnsupportedProtocolVersion => "Unsupported protocol version",
        _ => "Bad request",
    };
}
