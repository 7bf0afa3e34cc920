namespace Sockeye.Server.Presence;

/// <summary>When users who have gone were there last: of those who have gone last, so many.</summary>
internal sealed class LastSeen(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string UserId, DateTimeOffset When)>> _byUser = new(StringComparer.Ordinal);
    private readonly LinkedList<(string UserId, DateTimeOffset When)> _oldestFirst = new();

    public DateTimeOffset? Find(string userId)
    {
        lock (_gate)
        {
            return _byUser.TryGetValue(userId, out var node) ? node.Value.When : null;
        }
    }

    /// <summary>Remembers a time, unless a later one is known.</summary>
    public void Set(string userId, DateTimeOffset when)
    {
        lock (_gate)
        {
            if (_byUser.Remove(userId, out var known))
            {
                _oldestFirst.Remove(known);
                when = when > known.Value.When ? when : known.Value.When;
            }

            _byUser.Add(userId, _oldestFirst.AddLast((userId, when)));
            while (_byUser.Count > capacity)
            {
                _byUser.Remove(_oldestFirst.First!.Value.UserId);
                _oldestFirst.RemoveFirst();
            }
        }
    }
}
