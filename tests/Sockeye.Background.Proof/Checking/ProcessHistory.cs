using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Checking;

/// <summary>When a process ran, and when it could not.</summary>
public sealed class ProcessHistory
{
    private readonly List<(long From, long To)> _gaps = [];
    private long? _stopped;

    /// <summary>Gets when it was killed; never, where it is the end of time.</summary>
    public long Killed { get; private set; } = long.MaxValue;

    /// <summary>Gets what was done to it.</summary>
    public List<JournalLine> Lines { get; } = [];

    public void Add(JournalLine line)
    {
        Lines.Add(line);
        switch (line.Kind)
        {
            case "killing":
                Killed = line.At;
                break;
            case "stopping":
                _stopped = line.At;
                break;
            case "continued":
                _gaps.Add((_stopped!.Value, line.At));
                _stopped = null;
                break;
            case "stalled":
                _gaps.Add((line.Number("from"), line.Number("to")));
                break;
        }
    }

    /// <summary>Finds the end of the last time within a span in which it could not run; <see langword="null"/> where it ran all the time.</summary>
    public long? GapWithin(long from, long to)
    {
        long? end = _stopped <= to ? long.MaxValue : null;
        foreach (var gap in _gaps)
        {
            if (gap.From <= to && gap.To >= from)
            {
                end = Math.Max(end ?? 0, gap.To);
            }
        }

        return end;
    }
}
