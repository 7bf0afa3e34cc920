using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Chat.Files;

/// <summary>
/// Takes away what was uploaded and never sent, and tells its owner's devices; and takes from the disk, as soon as it is announced, whatever the database
/// has let go. A file whose chunk is being written is left until that has ended.
/// </summary>
internal sealed partial class UploadSweeper(
    FileStore files,
    Uploads uploads,
    FileTurns turns,
    RemovedFiles removed,
    ChatEvents events,
    IOptions<ChatOptions> options,
    TimeProvider time,
    ILogger<UploadSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        removed.Announce(); // what a killed process has left
        try
        {
            await Task.WhenAll(LapseAsync(stoppingToken), RemoveAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The demo stops.
        }
    }

    private async Task LapseAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var file in await files.TakeLapsedAsync(options.Value.UploadLifetime, stoppingToken))
                {
                    events.UploadExpired(file.Owner, file.Id, file.TemporaryId);
                }
            }
            catch (SqliteException exception)
            {
                Log.SweepFailed(logger, exception); // the next sweep tries again
            }

            removed.Announce(); // and those that somebody had in hand the last time
        }
    }

    private async Task RemoveAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await removed.WaitAsync(stoppingToken);
            try
            {
                var gone = removed.List().Where(TryDelete).ToList();
                if (gone.Count > 0)
                {
                    await removed.ForgetAsync(gone);
                }
            }
            catch (SqliteException exception)
            {
                Log.SweepFailed(logger, exception);
            }
        }
    }

    private bool TryDelete(string id)
    {
        using var turn = turns.TryTake(id);
        if (turn is null)
        {
            return false;
        }

        try
        {
            File.Delete(uploads.PathOf(id));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.SweepFailed(logger, exception); // it stays listed, and the next sweep tries again
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Files that have lapsed could not be taken away", EventName = "SweepFailed")]
        public static partial void SweepFailed(ILogger logger, Exception exception);
    }
}
