using Sockeye.Background.Proof.Broken;
using Sockeye.Background.Proof.Checking;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>What a run is to prove, and on what.</summary>
public sealed record ProofOptions
{
    /// <summary>Gets the seed of the items and of the faults.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets <c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Gets the file, or the connection string.</summary>
    public required string Connection { get; init; }

    /// <summary>Gets the folder for the journal.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets how the store is broken; not at all by default.</summary>
    public BrokenStore Broken { get; init; }

    /// <summary>Gets how many items are emitted, at first.</summary>
    public int Items { get; init; } = 2000;

    /// <summary>Gets how many processes work.</summary>
    public int Workers { get; init; } = 3;

    /// <summary>Gets how many workers are killed or paused.</summary>
    public int Faults { get; init; } = 12;

    /// <summary>
    /// Gets what has to take place for the run to say anything: where it has not when all items are done, the run goes on with as many items and faults again;
    /// <see langword="null"/> where anything that takes place does.
    /// </summary>
    public Func<History, bool>? Until { get; init; }

    /// <summary>Gets after what time a run is given up in which that does not take place.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Gets a value indicating whether workers only stand still, until another has taken over, and none is killed.</summary>
    public bool OnlyPauses { get; init; }

    /// <summary>Gets how often the database is restarted.</summary>
    public int Restarts { get; init; } = 1;

    /// <summary>Gets how long leases last.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets after what time without any progress a run is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets what keeps all others from writing until it is disposed of, as a user's long transaction does; <see langword="null"/> for nothing.</summary>
    public Func<IDisposable>? HoldDatabase { get; init; }

    /// <summary>Gets what stops the database hard; <see langword="null"/> where it is in the processes: then all of them are killed at once.</summary>
    public Func<Task>? StopDatabase { get; init; }

    /// <summary>Gets what starts it again.</summary>
    public Func<Task>? StartDatabase { get; init; }
}
