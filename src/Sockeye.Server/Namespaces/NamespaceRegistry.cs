using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sockeye.Events;

namespace Sockeye.Server.Namespaces;

/// <summary>The namespaces of a server, and the parents that make more of them when clients ask.</summary>
internal sealed partial class NamespaceRegistry(SocketServer server)
{
    private readonly ConcurrentDictionary<string, Namespace> _namespaces = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private ImmutableArray<ParentNamespace> _parents = [];

    public IReadOnlyCollection<Namespace> All => (IReadOnlyCollection<Namespace>)_namespaces.Values;

    public bool HasParents => !_parents.IsEmpty;

    public ListenerList<Action<Namespace>> Created { get; } = new();

    public ParentNamespace Add(NamespaceMatcher matcher)
    {
        var parent = new ParentNamespace(server, matcher);
        ImmutableInterlocked.Update(ref _parents, static (parents, added) => parents.Add(added), parent);
        return parent;
    }

    /// <summary>Gets a namespace for the application, which may hold on to it, and makes it where it is not there.</summary>
    public Namespace GetOrMake(string name)
    {
        var full = name.StartsWith('/') ? name : "/" + name;
        if (full.Contains(',', StringComparison.Ordinal))
        {
            throw new ArgumentException("A namespace's name has no comma: on the wire the comma ends it.", nameof(name));
        }

        while (true)
        {
            if (!_namespaces.TryGetValue(full, out var ns))
            {
                ns = Make(full, FindParentByName(full));
            }

            if (ns.Occupancy?.TryKeep() != false)
            {
                return ns;
            }

            Remove(ns); // it has just ended, and whoever ended it has not come to this yet
        }
    }

    /// <summary>Gets a namespace that is there for a socket, which must leave it again.</summary>
    public Namespace? Enter(string name) =>
        _namespaces.TryGetValue(name, out var ns) && ns.Occupancy?.TryEnter() != false ? ns : null;

    /// <summary>
    /// Finds the first parent that wants a name for its child, and gets that child for a socket, which must leave it again; null where
    /// no parent does.
    /// </summary>
    public async ValueTask<Namespace?> EnterChildAsync(string name, Handshake handshake)
    {
        foreach (var parent in _parents)
        {
            try
            {
                if (!await parent.Matcher.MatchesAsync(name, handshake).ConfigureAwait(false))
                {
                    continue;
                }
            }
            catch (Exception exception)
            {
                Log.MatcherFailed(server.Logger, exception);
                continue;
            }

            while (true)
            {
                if (!_namespaces.TryGetValue(name, out var child))
                {
                    child = Make(name, parent);
                }

                if (child.Occupancy?.TryEnter() != false)
                {
                    return child;
                }

                Remove(child);
            }
        }

        return null;
    }

    /// <summary>A socket has left: a child that nobody is in or holds on to ends.</summary>
    public void Exit(Namespace ns)
    {
        if (ns.Occupancy?.Exit() == true)
        {
            Remove(ns);
            server.Work.Track(ns.EndAsync().AsTask());
        }
    }

    /// <summary>Lets go of what namespaces and parents hold: the server has closed.</summary>
    public async ValueTask EndAsync()
    {
        foreach (var ns in All)
        {
            await ns.EndAsync().ConfigureAwait(false);
        }

        foreach (var parent in _parents)
        {
            parent.Limits.Dispose();
        }
    }

    private ParentNamespace? FindParentByName(string name)
    {
        foreach (var parent in _parents)
        {
            if (parent.Matcher.MatchesByName(name))
            {
                return parent;
            }
        }

        return null;
    }

    private Namespace Make(string name, ParentNamespace? parent)
    {
        Namespace ns;
        lock (_gate)
        {
            // Under the lock, so that a namespace, and its adapter, is made once.
            if (_namespaces.TryGetValue(name, out var known))
            {
                return known;
            }

            ns = new Namespace(name, server, parent);
            parent?.Add(ns);
            _namespaces[name] = ns;
        }

        foreach (var listener in Created.Snapshot())
        {
            try
            {
                listener(ns);
            }
            catch (Exception exception)
            {
                Log.CreationHookFailed(server.Logger, name, exception);
            }
        }

        return ns;
    }

    private void Remove(Namespace child)
    {
        lock (_gate)
        {
            if (_namespaces.TryRemove(KeyValuePair.Create(child.Name, child)))
            {
                child.Parent!.Remove(child);
            }
        }
    }
}
