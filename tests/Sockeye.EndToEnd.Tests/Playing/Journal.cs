using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>What handlers write down, by topic; the scenario reads it over HTTP.</summary>
internal sealed class Journal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<JsonNode?>> _topics = [];
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes one value.</summary>
    public void Write(string topic, object? entry)
    {
        TaskCompletionSource written;
        lock (_gate)
        {
            Entries(topic).Add(JsonSerializer.SerializeToNode(entry, JsonSerializerOptions.Web));
            (written, _written) = (_written, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        written.SetResult();
    }

    /// <summary>The entries of a topic once there are so many, or what there is after a while.</summary>
    public async Task<JsonArray> ReadAsync(string topic, int count, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            Task written;
            lock (_gate)
            {
                var entries = Entries(topic);
                if (entries.Count >= count || patience.IsCancellationRequested)
                {
                    return new JsonArray([.. entries.Select(entry => entry?.DeepClone())]);
                }

                written = _written.Task;
            }

            await written.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private List<JsonNode?> Entries(string topic)
    {
        if (!_topics.TryGetValue(topic, out var entries))
        {
            _topics[topic] = entries = [];
        }

        return entries;
    }
}
