using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;
using Sockeye.TestKit;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>The processes of a run, and what they have written so far.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int Window = 300; // items that are emitted ahead of those that are done
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly ProofOptions _options;
    private readonly string _journal;
    private readonly JournalTail _tail;
    private readonly List<JournalLine> _deeds = [];
    private readonly List<string> _errors = [];
    private readonly ProofProcess[] _workers;
    private readonly Items _items;
    private readonly List<Pause> _pauses = [];
    private readonly Dictionary<string, int> _holders = [];
    private ProofProcess? _emitter;
    private int _allowed;

    public Fleet(ProofOptions options)
    {
        (_options, _workers, _items) = (options, new ProofProcess[options.Workers], new Items(options.Seed, options.Lease));
        Total = options.Items;
        _journal = Path.Combine(options.Folder, "journal");
        _tail = new JournalTail(_journal);
    }

    public IReadOnlyList<JournalLine> Lines => _tail.Lines;

    /// <summary>Gets what was done to processes and to the database.</summary>
    public IReadOnlyList<JournalLine> Deeds => _deeds;

    /// <summary>Gets how many attempts at items have come to their end.</summary>
    public int Ends { get; private set; }

    /// <summary>Gets the process that has begun something last.</summary>
    public int LastBegan { get; private set; }

    /// <summary>Gets the process that has begun last what takes longer than a lease.</summary>
    public int LastBeganLong { get; private set; }

    /// <summary>Gets where something was begun last that takes longer than a lease, with a listener that goes on with it whatever it is told; while it does.</summary>
    public JournalLine? Heedless { get; private set; }

    /// <summary>Gets or sets how many items are emitted.</summary>
    public int Total { get; set; }

    public IReadOnlyList<ProofProcess> Workers => _workers;

    public ProofProcess Emitter => _emitter ?? throw new InvalidOperationException("Nobody emits.");

    public string Errors => string.Join('\n', [.. _errors, .. _workers.Append(_emitter).Select(static process => process?.Errors)]);

    /// <summary>Gets or sets a value indicating whether everything may be emitted, however much waits.</summary>
    public bool MayEmitAll { get; set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StartEmitter(); // it makes the schedules known, before anybody claims a slot
        await UntilWrittenAsync("emitting", Emitter.Pid, cancellationToken);
        for (var i = 0; i < _workers.Length; i++)
        {
            StartWorker(i);
        }

        await UntilAllWorkAsync(cancellationToken);
    }

    public void StartEmitter() => (_emitter, _allowed) = (new ProofProcess(_options, "emit", _journal), 0);

    public void StartWorker(int index)
    {
        _workers[index] = new ProofProcess(_options, "work", _journal);
        Note($"started pid={_workers[index].Pid}");
    }

    public async Task UntilAllWorkAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in _workers)
        {
            await UntilWrittenAsync("working", worker.Pid, cancellationToken);
        }
    }

    /// <summary>Waits until a process has written a line of a kind.</summary>
    public async Task UntilWrittenAsync(string kind, int pid, CancellationToken cancellationToken)
    {
        if (!await UntilAsync(() => Lines.Any(line => line.Kind == kind && line.Pid == pid), TimeSpan.FromSeconds(60), cancellationToken))
        {
            throw new InvalidOperationException($"Process {pid} did not come to '{kind}'.");
        }
    }

    /// <summary>Kills a process; what it has written is read.</summary>
    public async Task KillAsync(ProofProcess process)
    {
        var pid = process.Pid;
        Note($"killing pid={pid}");
        Signals.Send(pid, Signals.Kill);
        _pauses.RemoveAll(pause => pause.Pid == pid);
        _errors.Add(process.Errors);
        await process.DisposeAsync();
        Read();
        Heedless = Heedless?.Pid == pid ? null : Heedless;
    }

    /// <summary>Tells a worker to stop, waits until it has, and starts another one.</summary>
    public async Task RetireAsync(int index, CancellationToken cancellationToken)
    {
        ResumeAll(); // one that stands still may hold what this one needs
        var worker = _workers[index];
        await UntilWrittenAsync("working", worker.Pid, cancellationToken);
        Note($"retiring pid={worker.Pid}");
        if (await worker.FinishAsync(cancellationToken) is not 0 and var code)
        {
            throw new InvalidOperationException($"Process {worker.Pid} ended with {code}.");
        }

        await worker.DisposeAsync();
        StartWorker(index);
    }

    /// <summary>Makes a process stand still until something is so, or the time is up.</summary>
    public void Stop(ProofProcess process, Func<bool> until, TimeSpan atMost)
    {
        if (StandsStill(process.Pid))
        {
            return;
        }

        Note($"stopping pid={process.Pid}");
        _pauses.Add(new Pause(process.Pid, until, Journal.Now + (long)(atMost.TotalSeconds * TimeProvider.System.TimestampFrequency)));
        Signals.Send(process.Pid, Signals.Stop);
    }

    public bool StandsStill(int pid) => _pauses.Exists(pause => pause.Pid == pid);

    /// <summary>Says whether another process has leased, since a moment, what one had.</summary>
    public bool IsTakenOver(int pid, int since) =>
        Lines.Skip(since).Any(line => line.Kind == "leased" && line.Pid != pid && _holders.GetValueOrDefault($"{line["job"]}:{line.Number("token") - 1}") == pid);

    public void ResumeAll()
    {
        _pauses.ForEach(Continue);
        _pauses.Clear();
    }

    /// <summary>Waits until something is so.</summary>
    /// <returns>Whether it is; not, where the time is up.</returns>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var began = Journal.Now;
        using var looks = new PeriodicTimer(Look, TimeProvider.System);
        while (true)
        {
            await AttendAsync(cancellationToken);
            if (condition())
            {
                return true;
            }

            if (TimeProvider.System.GetElapsedTime(began) > atMost)
            {
                return false;
            }

            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Writes down what is done to processes and to the database.</summary>
    public void Note(FormattableString deed) =>
        _deeds.Add(JournalLine.Read(-1, FormattableString.Invariant($"{Journal.Now} 0 {FormattableString.Invariant(deed)}{JournalLine.End}"))!);

    /// <summary>Keeps the journals of a run that failed where the build keeps its results.</summary>
    /// <returns>The file.</returns>
    public string Keep()
    {
        var folder = Directory.CreateDirectory(RepositoryRoot.PathOf("artifacts", "proof"));
        var kept = Path.Combine(folder.FullName, FormattableString.Invariant($"{_options.Store}-{_options.Seed}-{_options.Broken}.journal"));
        File.WriteAllLines(kept, Lines.Concat(Deeds).OrderBy(static line => line.At).Select(static line => line.Text));
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        var ends = _workers.Append(_emitter).OfType<ProofProcess>().Select(static process => process.DisposeAsync().AsTask()).ToArray(); // all are killed, though one fails
        _tail.Dispose();
        await Task.WhenAll(ends);
    }

    // Reads, lets who has stood still for long enough go on, and who emits emit more.
    private async Task AttendAsync(CancellationToken cancellationToken)
    {
        Read();
        foreach (var pause in _pauses.Where(static pause => pause.Until() || Journal.Now > pause.End).ToArray())
        {
            _pauses.Remove(pause);
            Continue(pause);
        }

        foreach (var process in _workers.Append(_emitter).OfType<ProofProcess>().Where(static process => process.HasEnded))
        {
            throw new InvalidOperationException($"Process {process.Pid} has ended by itself: {process.Errors}");
        }

        var allowed = MayEmitAll ? Total : Math.Min(Total, Ends + Window);
        if (_emitter is not null && allowed > _allowed && (allowed - _allowed > Items.Lanes || allowed == Total))
        {
            _allowed = allowed;
            await _emitter.TellAsync(FormattableString.Invariant($"go {allowed}"), cancellationToken);
        }
    }

    private void Continue(Pause pause)
    {
        Signals.Send(pause.Pid, Signals.Continue);
        Note($"continued pid={pause.Pid}");
    }

    /// <summary>Reads what has been written.</summary>
    public void Read()
    {
        foreach (var line in _tail.Read())
        {
            switch (line.Kind)
            {
                case "leased":
                    _holders[$"{line["job"]}:{line["token"]}"] = line.Pid;
                    break;
                case "settle":
                    _holders.Remove($"{line["job"]}:{line["token"]}"); // that is given up, and not taken over
                    break;
                case "begin":
                    LastBegan = line.Pid;
                    if (line.Number("number") is >= 0 and var number && _items[(int)number] is var item && item.Milliseconds >= _options.Lease.TotalMilliseconds)
                    {
                        LastBeganLong = line.Pid;
                        Heedless = item.IsHeedless ? line : Heedless;
                    }

                    break;
                case "end" when line["number"] != "-1":
                    Heedless = Heedless?["job"] == line["job"] && Heedless?.Pid == line.Pid ? null : Heedless;
                    Ends++;
                    break;
            }
        }
    }

    private sealed record Pause(int Pid, Func<bool> Until, long End);
}
