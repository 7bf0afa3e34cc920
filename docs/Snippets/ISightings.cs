namespace Snippets;

/// <summary>When users were last seen, in a database.</summary>
internal interface ISightings
{
    Task<IReadOnlyDictionary<string, DateTimeOffset>> LoadAsync(IReadOnlyCollection<string> users, CancellationToken cancellationToken);

    Task SaveAsync(string user, DateTimeOffset when);
}
