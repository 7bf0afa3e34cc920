using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>Which sockets of this node see whom.</summary>
internal sealed class Watchers
{
    private readonly Dictionary<string, HashSet<ILocalSocket>> _byUser = new(StringComparer.Ordinal);
    private readonly Dictionary<ILocalSocket, HashSet<string>> _bySocket = [];

    public int CountOf(ILocalSocket socket) => _bySocket.TryGetValue(socket, out var users) ? users.Count : 0;

    public bool Sees(ILocalSocket socket, string userId) => _bySocket.TryGetValue(socket, out var users) && users.Contains(userId);

    public IReadOnlyCollection<string> SeenBy(ILocalSocket socket) => _bySocket.TryGetValue(socket, out var users) ? users : [];

    public IReadOnlyCollection<ILocalSocket> Of(string userId) => _byUser.TryGetValue(userId, out var sockets) ? sockets : [];

    public void Add(ILocalSocket socket, string userId)
    {
        Set(_bySocket, socket, EqualityComparer<string>.Default).Add(userId);
        Set(_byUser, userId, EqualityComparer<ILocalSocket>.Default).Add(socket);
    }

    public void Remove(ILocalSocket socket, string userId)
    {
        Take(_bySocket, socket, userId);
        Take(_byUser, userId, socket);
    }

    public void Remove(ILocalSocket socket)
    {
        if (_bySocket.Remove(socket, out var users))
        {
            foreach (var user in users)
            {
                Take(_byUser, user, socket);
            }
        }
    }

    private static HashSet<TValue> Set<TKey, TValue>(Dictionary<TKey, HashSet<TValue>> sets, TKey key, IEqualityComparer<TValue> comparer)
        where TKey : notnull
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets.Add(key, set = new HashSet<TValue>(comparer));
        }

        return set;
    }

    private static void Take<TKey, TValue>(Dictionary<TKey, HashSet<TValue>> sets, TKey key, TValue value)
        where TKey : notnull
    {
        if (sets.TryGetValue(key, out var set) && set.Remove(value) && set.Count == 0)
        {
            sets.Remove(key);
        }
    }
}
