using Microsoft.Extensions.Logging;

namespace Sockeye.Background.Cron;

internal sealed partial class Scheduler
{
    private static partial class Log
    {
        [LoggerMessage(651, LogLevel.Debug, "Schedule {Schedule} has queued its run of {Slot}.", EventName = "SlotClaimed")]
        public static partial void SlotClaimed(ILogger logger, string schedule, DateTimeOffset slot);

        [LoggerMessage(652, LogLevel.Information, "Schedule {Schedule} skips its run of {Slot}: a former one has not ended.", EventName = "SlotSkipped")]
        public static partial void SlotSkipped(ILogger logger, string schedule, DateTimeOffset slot);

        [LoggerMessage(
            653, LogLevel.Warning, "No listener of {EmittedEvent} is known to the store: the run of schedule {Schedule} at {Slot} is kept for the first to come.", EventName = "SlotUnheard")]
        public static partial void SlotUnheard(ILogger logger, string schedule, DateTimeOffset slot, string emittedEvent);

        [LoggerMessage(654, LogLevel.Error, "Schedule {Schedule} cannot be read on this machine, and is left to others.", EventName = "ScheduleUnreadable")]
        public static partial void ScheduleUnreadable(ILogger logger, string schedule, Exception exception);

        [LoggerMessage(655, LogLevel.Error, "The store could not be asked for its schedules; the next try is in {Pause}.", EventName = "SchedulesUnavailable")]
        public static partial void SchedulesUnavailable(ILogger logger, TimeSpan pause, Exception exception);
    }
}
