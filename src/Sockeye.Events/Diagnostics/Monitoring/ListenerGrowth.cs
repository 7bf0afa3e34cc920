using System.Globalization;

namespace Sockeye;

/// <summary>A number of listeners that grows and grows, which is what a leak looks like.</summary>
public sealed class ListenerGrowth
{
    internal ListenerGrowth(EventEmitter emitter, string? eventName, int from, int count, int samples, IReadOnlyList<ListenerSite> sites)
    {
        Emitter = emitter;
        EventName = eventName;
        From = from;
        Count = count;
        Samples = samples;
        Sites = sites;
    }

    /// <summary>Gets the emitter.</summary>
    public EventEmitter Emitter { get; }

    /// <summary>
    /// Gets the event whose listeners grow in number; <see langword="null"/> where it is the number of events that grows, each with a name of its own.
    /// </summary>
    public string? EventName { get; }

    /// <summary>Gets how many there were before it grew: listeners of the event, or events.</summary>
    public int From { get; }

    /// <summary>Gets how many there are now.</summary>
    public int Count { get; }

    /// <summary>Gets in how many samples one after the other it has grown.</summary>
    public int Samples { get; }

    /// <summary>Gets the ten places in the code that added most of the listeners that still listen, the first of them most.</summary>
    public IReadOnlyList<ListenerSite> Sites { get; }

    /// <summary>Says the same in a sentence, and a line for each place.</summary>
    public override string ToString()
    {
        var emitter = Emitter.Options.Name is { } name ? $" of emitter '{name}'" : string.Empty;
        var what = EventName is null ? $"The number of events with listeners{emitter}" : $"The number of listeners of '{EventName}'{emitter}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what} has grown in {Samples} samples one after the other, from {From} to {Count}: possibly a leak. They were added by:{EventTrace.Lines("   ", Sites)}");
    }
}
