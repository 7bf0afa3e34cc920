using System.Text.Json;

namespace Sockeye;

/// <summary>How an application emits events and runs their listeners in the background.</summary>
public sealed class BackgroundOptions
{
    /// <summary>Gets or sets how many jobs this process runs at the same time. The default is 16; at least 1.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>
    /// Gets or sets how long a worker may be silent before another one takes over what it runs. Leases are renewed after a third of it. The default is 30
    /// seconds; at least 1 second.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets after what time a worker looks for jobs although nothing told it of any. The default is 5 seconds.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how much work, measured in time, a worker fetches ahead of what it can start, so that short jobs do not wait for the store one by one.
    /// The default is 50 milliseconds; zero for none.
    /// </summary>
    public TimeSpan LeaseAhead { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets or sets how long jobs that run may go on when the process stops, before their tokens are cancelled. The default is 20 seconds.</summary>
    public TimeSpan ShutdownTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets how many bytes of JSON a payload may have. The default is 1 MiB.</summary>
    public int MaxPayloadSize { get; set; } = 1024 * 1024;

    /// <summary>
    /// Gets or sets how long an emit goes on trying while the way to the store is lost (see <see cref="JobStoreException.IsTransient"/>). The event's id is made
    /// before the first try, so it is stored once, and an emit that has succeeded is in the store. It fails when this time and the step it is in are over; one that
    /// waits behind others may take twice as long. The default is 10 seconds; zero for a single try.
    /// </summary>
    public TimeSpan EmitDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets what becomes of an event that no listener is known for. The default is that emitting it fails.</summary>
    public UnknownEventPolicy UnknownEvents { get; set; }

    /// <summary>Gets or sets how many jobs that need not be durable this process keeps in memory. The default is 10,000; at least 1.</summary>
    public int OptionalCapacity { get; set; } = 10_000;

    /// <summary>Gets or sets what becomes of an event that need not be durable where there is no room. By default it is dropped.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>Gets or sets how long completed jobs are kept. The default is 1 day. Unique keys are held as long as their event is kept.</summary>
    public TimeSpan KeepCompleted { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how long cancelled jobs are kept. The default is 7 days.</summary>
    public TimeSpan KeepCancelled { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets how long dead letters are kept. The default is 30 days.</summary>
    public TimeSpan KeepDead { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how long events are kept that no listener has been known for. The default is 7 days.</summary>
    public TimeSpan KeepUnclaimed { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets how often what is no longer kept is removed. The default is 1 minute.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets after what time a watched job is looked at although nothing told that it has changed: its lease has lapsed, or a wake-up was lost. The default
    /// is 5 seconds.
    /// </summary>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how often the store is asked what is in its queues while somebody listens to the instruments that tell of it. The default is 15 seconds;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for never.
    /// </summary>
    public TimeSpan MeasureInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets a value indicating whether this process runs its listeners; otherwise it only makes them known and emits. True by default.</summary>
    public bool RunsListeners { get; set; } = true;

    /// <summary>Gets or sets the name this process's worker is shown by. The default is the machine's name and the process's number.</summary>
    public string WorkerName { get; set; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>
    /// Gets or sets how payloads are written and read; they are copied. <see langword="null"/>, the default, for <see cref="JsonSerializerDefaults.Web"/>.
    /// Where they name no resolver, reflection is used if the application has it; where they name no encoder, letters of all languages and <c>'</c>, <c>&amp;</c>, <c>&lt;</c>
    /// are written as they are, so that <see cref="JobFilter.Text"/> finds them: a page that shows a payload escapes it like any other text.
    /// </summary>
    public JsonSerializerOptions? SerializerOptions { get; set; }

    /// <summary>Gets or sets the clock. The default is the <see cref="System.TimeProvider"/> among the services, or the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
