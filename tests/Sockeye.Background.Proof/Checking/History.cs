using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Proof.Checking;

/// <summary>What the journals say, by job and by process.</summary>
public sealed class History
{
    private readonly Dictionary<long, JobHistory> _jobs = [];
    private readonly Dictionary<(long Job, long Token, int Pid), LeaseHistory> _leases = [];
    private readonly Dictionary<int, ProcessHistory> _processes = [];

    /// <summary>Reads journals.</summary>
    /// <param name="lines">What the processes have written, in the order of the file.</param>
    /// <param name="deeds">What was done to processes and to the database.</param>
    /// <param name="items">The items.</param>
    /// <param name="lease">How long leases last.</param>
    public History(IReadOnlyList<JournalLine> lines, IReadOnlyList<JournalLine> deeds, Items items, TimeSpan lease)
    {
        (Lines, Items) = (lines, items);
        LeaseTime = (long)(lease.TotalSeconds * TimeProvider.System.TimestampFrequency);
        foreach (var deed in deeds.Where(static deed => deed["pid"] is not null))
        {
            Process((int)deed.Number("pid")).Add(deed);
        }

        foreach (var line in lines)
        {
            Add(line);
        }

        ByEvent = _jobs.Values.ToLookup(static job => job.EventId);
    }

    public IReadOnlyList<JournalLine> Lines { get; }

    public Items Items { get; }

    public long LeaseTime { get; }

    public IReadOnlyCollection<JobHistory> Jobs => _jobs.Values;

    public ILookup<string, JobHistory> ByEvent { get; }

    /// <summary>Gets the answers that acknowledged an event, the first of each: that it was stored, or is there already.</summary>
    public IEnumerable<JournalLine> Acknowledged =>
        Lines.Where(static line => line.Kind == "emitted" && line["outcome"] is "Stored" or "Duplicate").DistinctBy(static line => line["event"]);

    public ProcessHistory Process(int pid)
    {
        if (!_processes.TryGetValue(pid, out var process))
        {
            _processes[pid] = process = new ProcessHistory();
        }

        return process;
    }

    /// <summary>Finds the job that an event became for a listener.</summary>
    public JobHistory? Find(string eventId, string listener) => ByEvent[eventId].FirstOrDefault(job => job.Listener == listener);

    /// <summary>Counts what is to be done yet of the items, as far as it is known of.</summary>
    public int UnfinishedItems() =>
        Acknowledged.Sum(emitted => Items.Listeners[Items[(int)emitted.Number("number")].Event].Count(listener => Find(emitted["event"]!, listener) is null or { End: null }))
        + _jobs.Values.Count(static job => job.Number >= 0 && job.End is null);

    /// <summary>Counts the slots of schedules that are to be done yet, once their last is known.</summary>
    public int UnfinishedSlots() => _jobs.Values.Count(static job => job.Number < 0 && job.End is null) + SlotRule.Missing(this).Count();

    private void Add(JournalLine line)
    {
        switch (line.Kind)
        {
            case "leased":
                var id = line.Number("job");
                if (!_jobs.TryGetValue(id, out var job))
                {
                    _jobs[id] = job = new JobHistory(line);
                }

                var lease = new LeaseHistory(job, line, LeaseTime);
                job.Leases.Add(lease);
                job.Lines.Add(line);
                _leases[(id, lease.Token, line.Pid)] = lease;
                break;
            case "begin" or "cancelled" or "end" or "renewed" or "lost" or "settle" or "settled" or "report" or "reported":
                var its = _leases[(line.Number("job"), line.Number("token"), line.Pid)];
                its.Add(line);
                its.Job.Lines.Add(line);
                break;
            case "left":
                _jobs.GetValueOrDefault(line.Number("job"))?.Lines.Add(line);
                break;
            case "stalled":
                Process(line.Pid).Add(line);
                break;
        }
    }
}
