using Sockeye.Background.Proof.Checking;
using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>How a run went.</summary>
/// <param name="Violations">What was promised and not kept.</param>
/// <param name="History">What the journals say.</param>
/// <param name="Deeds">What was done to processes and to the database.</param>
/// <param name="Journal">Where the whole of it is kept, where there are violations that there should not be.</param>
public sealed record ProofReport(IReadOnlyList<Violation> Violations, History History, IReadOnlyList<JournalLine> Deeds, string Journal)
{
    private const int MostViolations = 5;

    /// <summary>Gets how many leases lapsed, and were taken over by another worker.</summary>
    public int TakenOver => History.Jobs.Sum(static job => job.Leases.Zip(job.Leases.Skip(1), static (former, next) => former.Settles.Count == 0 && former.Pid != next.Pid).Count(static was => was));

    /// <summary>Gets how many times a worker was refused what it had no lease for any more.</summary>
    public int Refused => History.Jobs.SelectMany(static job => job.Leases)
        .Sum(static lease => lease.Settles.Concat(lease.Reports).Count(static one => one.Answer?["counted"] == "False"));

    /// <summary>Gets how many listeners were told in time that they lose their lease.</summary>
    public int ToldInTime => TokenRule.InTime(History).Count();

    /// <summary>Gets how many slots of schedules were enqueued.</summary>
    public int Slots => History.Jobs.Count(static job => job.Schedule is not null);

    /// <summary>Gets how many emits were told that their unique key is held.</summary>
    public int Duplicates => History.Lines.Count(static line => line.Kind == "emitted" && line["outcome"] == "Duplicate");

    /// <summary>Says whether a lease lapsed and was taken over, a schedule's slot was enqueued, and an emit was told that its key is held.</summary>
    public static bool HasAll(History history) => new ProofReport([], history, [], "") is { TakenOver: > 0, Slots: > 0, Duplicates: > 0 };

    public int Count(string deed) => Deeds.Count(line => line.Kind == deed);

    /// <summary>Says what is wrong, with the lines that show it.</summary>
    public string Describe(string again) => string.Join(
        "\n", [$"{Violations.Count} violations. {again} The journal is kept: {Journal}", Summary, .. Violations.Take(MostViolations).Select(static violation => violation.ToString()), "Deeds:", .. Deeds.Select(static line => $"    {line}")]);

    public string Summary => FormattableString.Invariant(
        $"{History.Jobs.Count} jobs in {History.Lines.Count} lines; killed {Count("killing")}, retired {Count("retiring")}, paused {Count("stopping")}, restarts {Count("down")}; taken over {TakenOver}, refused {Refused}, told in time {ToldInTime}, slots {Slots}, duplicates {Duplicates}.");
}
