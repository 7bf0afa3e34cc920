namespace Snippets;

/// <summary>Stands for an application's own service.</summary>
public interface IMessageStore
{
    Task<IReadOnlyList<string>> LatestAsync(CancellationToken cancellationToken);

    Task<int> AddAsync(string text, CancellationToken cancellationToken);

    Task ClearAsync();
}
