namespace Sockeye.Background;

/// <summary>The workers of a store in memory, under its lock.</summary>
internal sealed class MemoryWorkers
{
    private readonly Dictionary<Guid, (WorkerReport Report, DateTimeOffset Started, DateTimeOffset Seen)> _workers = [];

    public void Report(WorkerReport report, DateTimeOffset now) =>
        _workers[report.Id] = (report, _workers.TryGetValue(report.Id, out var known) ? known.Started : now, now);

    public void Forget(Guid id) => _workers.Remove(id);

    public IReadOnlyList<WorkerState> All(DateTimeOffset now) =>
    [
        .. _workers.Values
            .Select(worker => new WorkerState(
                worker.Report.Id, worker.Report.Name, worker.Started, worker.Seen, worker.Seen + worker.Report.AliveFor > now, worker.Report.Concurrency, worker.Report.Running))
            .OrderBy(static worker => worker.Name, StringComparer.Ordinal).ThenBy(static worker => worker.Started).ThenBy(static worker => worker.Id),
    ];

    public void Sweep(TimeSpan keepSilent, DateTimeOffset now)
    {
        foreach (var (id, worker) in _workers.Where(worker => worker.Value.Seen + worker.Value.Report.AliveFor <= now - keepSilent).ToArray())
        {
            _workers.Remove(id);
        }
    }
}
