using Microsoft.Extensions.Options;

namespace Demo.Chat.Files;

/// <summary>Takes away what was uploaded and never sent, tells its owner's devices, and what belonged to deleted messages.</summary>
internal sealed partial class UploadSweeper(
    FileStore files, Uploads uploads, ChatEvents events, IOptions<ChatOptions> options, TimeProvider time, ILogger<UploadSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The demo stops.
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var file in await files.TakeLapsedAsync(options.Value.UploadLifetime, stoppingToken))
            {
                uploads.Delete(file.Id);
                events.UploadExpired(file.Owner, file.Id, file.TemporaryId);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            Log.SweepFailed(logger, exception); // the next sweep tries again
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Uploads that have lapsed could not be taken away", EventName = "SweepFailed")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
