using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Checking;

/// <summary>A job, as far as processes have written of it.</summary>
public sealed class JobHistory(JournalLine first)
{
    private Ending? _ending;
    private bool _isReckoned;

    public long Id { get; } = first.Number("job");

    public string EventId { get; } = first["event"]!;

    public string EventName { get; } = first["name"]!;

    public string Listener { get; } = first["listener"]!;

    /// <summary>Gets the number of the item; -1 for what a schedule has emitted.</summary>
    public int Number { get; } = (int)first.Number("number");

    public string? Schedule { get; } = first["schedule"];

    public string? Slot { get; } = first["slot"];

    /// <summary>Gets its leases, in the order of the journal.</summary>
    public List<LeaseHistory> Leases { get; } = [];

    public List<JournalLine> Lines { get; } = [];

    /// <summary>
    /// Gets how it came to its end; <see langword="null"/> where it has not. What a worker has asked for without hearing the answer (one of the two was killed)
    /// counts, as long as nobody has leased it since.
    /// </summary>
    public Ending? End
    {
        get
        {
            (_ending, _isReckoned) = (_isReckoned ? _ending : Reckon(), true);
            return _ending;
        }
    }

    private Ending? Reckon()
    {
        foreach (var lease in Leases)
        {
            foreach (var (ask, answer) in lease.Settles)
            {
                if (answer?["counted"] == "True" && IsLast(ask))
                {
                    return new Ending(lease, ask, answer);
                }
            }
        }

        var latest = Leases.MaxBy(static lease => lease.Token)!;
        var asks = latest.Settles.Where(static one => IsLast(one.Ask)).ToArray();
        return asks.Any(static one => one.Answer is null) ? new Ending(latest, asks[0].Ask, null) : null;
    }

    private static bool IsLast(JournalLine ask) => ask["ending"] is "Complete" or "Bury" or "Cancel";

    /// <summary>The step that ended a job.</summary>
    /// <param name="Lease">The lease under which it was asked for.</param>
    /// <param name="Ask">The line before it was asked for: the end cannot have been earlier.</param>
    /// <param name="Answer">The line after it was answered; <see langword="null"/> where that was not heard.</param>
    public sealed record Ending(LeaseHistory Lease, JournalLine Ask, JournalLine? Answer);
}
