using System.Globalization;
using System.Text;

namespace Sockeye;

/// <summary>One emission as a trace saw it: what was emitted, from where, and what the listeners made of it.</summary>
/// <remarks>Immutable. Each traced emission gives two of these with the same <see cref="Id"/>, one for each <see cref="EventTraceStage"/>.</remarks>
public sealed class EventTrace
{
    internal EventTrace(EventEmitter emitter, long id, string eventName, IReadOnlyList<string> arguments, IReadOnlyList<string> stack, int listenerCount)
    {
        Emitter = emitter;
        Id = id;
        EventName = eventName;
        Arguments = arguments;
        Stack = stack;
        ListenerCount = listenerCount;
    }

    internal EventTrace(EventTrace started, TimeSpan duration, Exception? failure, IReadOnlyList<ListenerTrace> listeners)
        : this(started.Emitter, started.Id, started.EventName, started.Arguments, started.Stack, started.ListenerCount)
    {
        Stage = EventTraceStage.Completed;
        Duration = duration;
        Failure = failure;
        Listeners = listeners;
    }

    /// <summary>Gets the emitter.</summary>
    public EventEmitter Emitter { get; }

    /// <summary>Gets the number of the emission among those of this tracing, from 1.</summary>
    public long Id { get; }

    /// <summary>Gets how far the emission was.</summary>
    public EventTraceStage Stage { get; }

    /// <summary>Gets the event.</summary>
    public string EventName { get; }

    /// <summary>Gets the arguments as text, as they were when it began; empty where they are not shown.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Gets the stack that emitted, the caller of the emitter first, a method a line; empty where it is not shown.</summary>
    public IReadOnlyList<string> Stack { get; }

    /// <summary>Gets how many listened when it began.</summary>
    public int ListenerCount { get; }

    /// <summary>Gets how long the emit took until it returned or threw. Zero until <see cref="EventTraceStage.Completed"/>.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Gets what the emit threw, or <see langword="null"/>.</summary>
    public Exception? Failure { get; }

    /// <summary>Gets the listeners that ran, in the order of the emission. Empty until <see cref="EventTraceStage.Completed"/>.</summary>
    public IReadOnlyList<ListenerTrace> Listeners { get; } = [];

    /// <summary>Says all of it, in several lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#{Id} {EventName}({string.Join(", ", Arguments)}) to {ListenerCount}");
        if (Stage == EventTraceStage.Started)
        {
            return text.Append(Lines("   at ", Stack)).ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $", {Duration.TotalMilliseconds:0.###} ms");
        text.Append(Failure is null ? "" : $", failed: {Failure.GetType().Name}");
        return text.Append(Lines("   ", Listeners)).ToString();
    }

    internal static string Lines<T>(string before, IEnumerable<T> lines) => string.Concat(lines.Select(line => $"{Environment.NewLine}{before}{line}"));
}
