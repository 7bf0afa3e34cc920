using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Draining;

internal sealed partial class ServerDrain
{
    private static partial class Log
    {
        [LoggerMessage(131, LogLevel.Information, "New clients are refused, and {Connections} are sent away over {Window}.", EventName = "DrainBegun")]
        public static partial void DrainBegun(ILogger logger, int connections, TimeSpan window);

        [LoggerMessage(132, LogLevel.Information, "Every client has been sent away.", EventName = "DrainEnded")]
        public static partial void DrainEnded(ILogger logger);

        [LoggerMessage(133, LogLevel.Warning, "The time for sending clients away is over: {Connections} have not gone.", EventName = "DrainCutShort")]
        public static partial void DrainCutShort(ILogger logger, int connections);
    }
}
