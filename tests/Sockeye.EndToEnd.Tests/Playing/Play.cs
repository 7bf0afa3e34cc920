using System.Text.Json.Nodes;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>A scenario of <c>tests/js/client/scenarios</c>, and how it is played.</summary>
internal sealed record Play(string Scenario, Mode Mode)
{
    public HostOptions Options { get; init; } = new();

    public int Seed { get; init; }

    /// <summary>Gets whether polling is done by scripts and forms, as old browsers did across origins.</summary>
    public bool OverJsonp { get; init; }

    /// <summary>Gets what answers the scenario's questions to the test.</summary>
    public Func<string, JsonNode?>? Answer { get; init; }

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    public JsonObject ToParameters(string url) => new()
    {
        ["scenario"] = Scenario,
        ["url"] = url,
        ["mode"] = OverJsonp ? "jsonp" : Mode switch { Mode.Polling => "polling", Mode.WebSocket => "websocket", _ => "upgrade" },
        ["path"] = Options.Path,
        ["parser"] = Options.UsesMessagePack ? "msgpack" : null,
        ["seed"] = Seed,
        ["deadline"] = Deadline.TotalMilliseconds,
    };
}
