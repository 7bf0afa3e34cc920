using System.Text.Json.Nodes;
using Sockeye.EndToEnd.Tests.Playing;

[assembly: AssemblyFixture(typeof(Stage))]

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>What all plays share: the official client, and the official server that shows that an expectation is the real one.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly Conversation _client = new("client/driver.mjs");
    private readonly Conversation _reference = new("reference-server.mjs");

    /// <summary>Plays a scenario against Sockeye.</summary>
    /// <returns>Its trace.</returns>
    internal async Task<JsonNode?> PlayOnSockeyeAsync(Play play, SockeyeHost host, CancellationToken cancellationToken) =>
        await PlayAsync(play, host.Url, async question => question switch
        {
            "restart" => await host.RestartAsync(),
            _ => play.Answer?.Invoke(question),
        }, cancellationToken);

    /// <summary>Plays a scenario against the official server.</summary>
    /// <returns>Its trace.</returns>
    internal async Task<JsonNode?> PlayOnReferenceAsync(Play play, CancellationToken cancellationToken)
    {
        var started = await _reference.CallAsync("start", new JsonObject { ["options"] = play.Options.ToReference() }, null, cancellationToken);
        var port = started!["port"]!.GetValue<int>();
        JsonObject Server() => new() { ["port"] = port };
        try
        {
            return await PlayAsync(play, $"http://127.0.0.1:{port}", async question => question switch
            {
                "restart" => await _reference.CallAsync("restart", Server(), null, cancellationToken),
                _ => play.Answer?.Invoke(question),
            }, cancellationToken);
        }
        finally
        {
            await _reference.CallAsync("stop", Server(), null, cancellationToken);
        }
    }

    /// <summary>Plays a scenario against whatever answers at an address.</summary>
    /// <returns>Its trace.</returns>
    internal Task<JsonNode?> PlayAtAsync(Play play, string url, CancellationToken cancellationToken) =>
        PlayAsync(play, url, question => Task.FromResult(play.Answer?.Invoke(question)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _reference.DisposeAsync();
    }

    private Task<JsonNode?> PlayAsync(Play play, string url, Func<string, Task<JsonNode?>> answer, CancellationToken cancellationToken) =>
        _client.CallAsync("play", play.ToParameters(url), answer, cancellationToken);
}
