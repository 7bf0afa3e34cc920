using System.Globalization;

namespace Sockeye.Background.Cron;

/// <summary>A schedule that the application's code declares.</summary>
internal sealed record DeclaredSchedule(string Name, string Expression, string TimeZone, string EventName, ReadOnlyMemory<byte> Payload, ScheduleOptions Options)
{
    // What the code says, in one line: a start changes the stored schedule only if this has changed since the last, so that a change made while running lasts.
    private string DeclaredAs => string.Create(
        CultureInfo.InvariantCulture,
        $"{Expression}|{TimeZone}|{EventName}|{Options.Missed}|{Options.Overlapping}|{Options.Priority}|{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Payload.Span))}");

    /// <summary>Stores it, unless it is stored as it is declared. Any number of nodes may do so at once.</summary>
    public async ValueTask SaveAsync(IJobStore store, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = (await store.GetSchedulesAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(schedule => schedule.Name == Name);
            if (stored?.DeclaredAs == DeclaredAs)
            {
                return;
            }

            var saved = (stored ?? New()) with
            {
                Expression = Expression,
                TimeZone = TimeZone,
                EventName = EventName,
                Payload = Payload,
                Priority = Options.Priority,
                Missed = Options.Missed,
                Overlapping = Options.Overlapping,
                DeclaredAs = DeclaredAs,
            };
            if (stored is null || (stored.Expression, stored.TimeZone) != (Expression, TimeZone))
            {
                saved = saved with { Next = saved.FirstFrom(await store.GetTimeAsync(cancellationToken).ConfigureAwait(false)) };
            }

            if (await store.SaveScheduleAsync(saved, cancellationToken).ConfigureAwait(false) is not null)
            {
                return;
            }

            // Another node was faster: look at what it has left.
        }
    }

    private StoredSchedule New() => new() { Name = Name, Expression = Expression, TimeZone = TimeZone, EventName = EventName, Payload = Payload };
}
