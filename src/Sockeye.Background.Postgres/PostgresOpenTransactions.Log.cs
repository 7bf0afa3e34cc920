using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

internal sealed partial class PostgresOpenTransactions
{
    private static partial class Log
    {
        [LoggerMessage(323, LogLevel.Warning, "'{Database}' could not be asked whether transactions that emit have ended; it is asked again, and workers look by themselves.", EventName = "NotAsked")]
        public static partial void NotAsked(ILogger logger, string database, Exception exception);
    }
}
