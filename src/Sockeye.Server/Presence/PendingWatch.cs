using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>A viewer who is about to see users, while the application is still asked about these. What is taken away meanwhile is not shown when it has answered.</summary>
/// <param name="socket">The one socket that is to see them; null where all are of a user.</param>
/// <param name="viewer">The user who is to see them, when this began; null for nobody.</param>
internal sealed class PendingWatch(ILocalSocket? socket, string? viewer)
{
    private HashSet<string>? _hidden;

    public ILocalSocket? Socket => socket;

    public string? Viewer => viewer;

    /// <summary>Gets or sets what the application knows of when users were last seen; null where it was not asked.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset>? Known { get; set; }

    public void Hide(IReadOnlyCollection<string> users) => (_hidden ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(users);

    /// <summary>Gets whom the viewer is to see in the end.</summary>
    public IReadOnlyCollection<string> Of(IReadOnlyCollection<string> users) => _hidden is null ? users : [.. users.Where(user => !_hidden.Contains(user))];
}
