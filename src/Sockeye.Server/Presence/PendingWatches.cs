using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>
/// Who is about to see users. Found by socket and by viewer: when many come at once, the application is asked for all of them, and one who leaves must not
/// cost a look at all who wait.
/// </summary>
internal sealed class PendingWatches
{
    private readonly Dictionary<ILocalSocket, HashSet<PendingWatch>> _bySocket = [];
    private readonly Dictionary<string, HashSet<PendingWatch>> _byViewer = new(StringComparer.Ordinal);

    public PendingWatch Add(PendingWatch pending)
    {
        if (pending.Socket is { } socket)
        {
            Put(_bySocket, socket, pending);
        }

        if (pending.Viewer is { } viewer)
        {
            Put(_byViewer, viewer, pending);
        }

        return pending;
    }

    /// <returns>Whether it was still waiting.</returns>
    public bool Remove(PendingWatch pending)
    {
        var wasOfSocket = pending.Socket is { } socket && Take(_bySocket, socket, pending);
        var wasOfViewer = pending.Viewer is { } viewer && Take(_byViewer, viewer, pending);
        return wasOfSocket || wasOfViewer;
    }

    public void RemoveOf(ILocalSocket socket)
    {
        if (_bySocket.Remove(socket, out var all))
        {
            foreach (var pending in all)
            {
                Remove(pending);
            }
        }
    }

    public IReadOnlyCollection<PendingWatch> Of(ILocalSocket socket) => _bySocket.TryGetValue(socket, out var all) ? all : [];

    public IReadOnlyCollection<PendingWatch> Of(string viewer) => _byViewer.TryGetValue(viewer, out var all) ? all : [];

    private static void Put<TKey>(Dictionary<TKey, HashSet<PendingWatch>> sets, TKey key, PendingWatch pending)
        where TKey : notnull
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets.Add(key, set = []);
        }

        set.Add(pending);
    }

    private static bool Take<TKey>(Dictionary<TKey, HashSet<PendingWatch>> sets, TKey key, PendingWatch pending)
        where TKey : notnull
    {
        if (!sets.TryGetValue(key, out var set) || !set.Remove(pending))
        {
            return false;
        }

        if (set.Count == 0)
        {
            sets.Remove(key);
        }

        return true;
    }
}
