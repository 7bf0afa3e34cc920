using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;
using Sockeye;
using SQLitePCL;

namespace Demo.Data;

/// <summary>Says that something could not be stored since there is no room: requests are answered 507, and events with a code that says the same.</summary>
internal sealed partial class FullDisk(IProblemDetailsService problems, ILogger<FullDisk> logger) : IExceptionHandler
{
    private const string Code = "storage_full";
    private const string Detail = "The server’s disk is full: this could not be stored.";

    // What .NET has as the HResult of an IOException: errno on Unix, and the two codes of Windows.
    private const int NoSpaceLeft = 28;
    private const int QuotaMet = 122;
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);

    /// <summary>Tells whether that is what went wrong.</summary>
    public static bool Is(Exception? exception) => exception switch
    {
        null => false,
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => true,
        IOException { HResult: HandleDiskFull or DiskFull } => true,
        IOException { HResult: NoSpaceLeft or QuotaMet } when !OperatingSystem.IsWindows() => true,
        _ => Is(exception.InnerException),
    };

    /// <summary>Gets what an event is acknowledged with whose handler has failed.</summary>
    public static object AnswerTo(HandlerErrorContext failure) =>
        Is(failure.Exception) ? new { Error = new { Code, Detail } } : failure.ToAnswer();

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!Is(exception))
        {
            return false;
        }

        Log.NotStored(logger, httpContext.Request.Path, exception);
        httpContext.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails =
            {
                Status = StatusCodes.Status507InsufficientStorage,
                Title = "The disk is full.",
                Detail = Detail,
                Extensions = { ["code"] = Code },
            },
        });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The disk is full: {Path} stored nothing", EventName = "NotStored")]
        public static partial void NotStored(ILogger logger, string path, Exception exception);
    }
}
