using System.Globalization;

namespace Sockeye;

/// <summary>A place in the code that adds listeners, and how many of them still listen.</summary>
public sealed class ListenerSite
{
    internal ListenerSite(IReadOnlyList<string> frames, int count) => (Frames, Count) = (frames, count);

    /// <summary>
    /// Gets the method that added the listeners, then its callers, with file and line where they are known. Empty for listeners whose place is not known:
    /// they were added before the monitor was on, or from more places than it keeps.
    /// </summary>
    public IReadOnlyList<string> Frames { get; }

    /// <summary>Gets how many listeners from here still listen.</summary>
    public int Count { get; }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count} × {(Frames.Count == 0 ? "(not seen)" : string.Join(" ← ", Frames))}");
}
