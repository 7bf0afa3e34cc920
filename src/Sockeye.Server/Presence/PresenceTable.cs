using System.Collections.Concurrent;

namespace Sockeye.Server.Presence;

/// <summary>Who is there, over all nodes. Written by one at a time; what is online may be read at any time.</summary>
/// <param name="lastSeenCapacity">How many who have gone are remembered.</param>
internal sealed class PresenceTable(int lastSeenCapacity)
{
    private readonly Dictionary<string, UserRecord> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _usersOfNodes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UserPresence> _online = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _states = new(StringComparer.Ordinal);
    private readonly LastSeen _lastSeen = new(lastSeenCapacity);

    public int OnlineCount => _online.Count;

    /// <summary>Gets how many users are in each state; the key of those in none is empty.</summary>
    public IReadOnlyDictionary<string, int> States => _states.Where(static entry => entry.Value > 0)
        .ToDictionary(static entry => entry.Key, static entry => entry.Value, StringComparer.Ordinal);

    public UserPresence Get(string userId) =>
        _online.TryGetValue(userId, out var found) ? found : new UserPresence(userId, IsOnline: false, null, 0, _lastSeen.Find(userId));

    /// <summary>Gets what a user was given as a whole, on whichever node.</summary>
    public (string? State, long At) WholeOf(string userId) => _users.TryGetValue(userId, out var record) ? record.Whole : (null, 0);

    /// <summary>Takes over what a node says of a user; null for one that it has no more.</summary>
    /// <param name="node">The node.</param>
    /// <param name="userId">The user.</param>
    /// <param name="user">What it says.</param>
    /// <param name="left">When the user was last seen there, where it has no more; a later time that is known counts.</param>
    /// <returns>The change, where watchers see one.</returns>
    public PresenceChange? Set(string node, string userId, NodeUser? user, DateTimeOffset left)
    {
        if (!_users.TryGetValue(userId, out var record))
        {
            if (user is null)
            {
                return null;
            }

            _users.Add(userId, record = new UserRecord(userId));
        }

        Note(node, userId, user is not null);
        var gone = user is null ? _lastSeen.Find(userId) ?? left : (DateTimeOffset?)null;
        record.Set(node, user);
        var change = record.Update(gone);
        Publish(record, change);
        return change.Now.LooksLike(change.Before) ? null : change;
    }

    /// <summary>Remembers when a user was seen last, before the node that has seen it lets it go.</summary>
    public void Saw(string userId, DateTimeOffset when) => _lastSeen.Set(userId, when);

    /// <summary>Gets the users that a node has.</summary>
    public IReadOnlyCollection<string> UsersOf(string node) => _usersOfNodes.TryGetValue(node, out var users) ? [.. users] : [];

    private void Note(string node, string userId, bool has)
    {
        if (!_usersOfNodes.TryGetValue(node, out var users))
        {
            _usersOfNodes.Add(node, users = new HashSet<string>(StringComparer.Ordinal));
        }

        _ = has ? users.Add(userId) : users.Remove(userId);
        if (users.Count == 0)
        {
            _usersOfNodes.Remove(node);
        }
    }

    private void Publish(UserRecord record, PresenceChange change)
    {
        Count(change.Before, -1);
        Count(change.Now, 1);
        if (record.IsEmpty)
        {
            _users.Remove(change.UserId);
            _online.TryRemove(change.UserId, out _);
        }
        else
        {
            _online[change.UserId] = change.Now;
        }
    }

    // States are the application's few words, but nothing promises that: one that nobody is in goes.
    private void Count(UserPresence presence, int by)
    {
        if (!presence.IsOnline)
        {
            return;
        }

        var state = presence.State ?? "";
        var count = _states.AddOrUpdate(state, static (_, by) => by, static (_, now, by) => now + by, by);
        if (count == 0)
        {
            _states.TryRemove(state, out _);
        }
    }
}
