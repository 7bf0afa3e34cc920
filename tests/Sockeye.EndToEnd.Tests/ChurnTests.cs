using System.Text.Json.Nodes;
using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

[Collection(nameof(Alone))]
public sealed class ChurnTests(Stage stage) : PlayTests(stage)
{
    // That nothing is left of them in the server is looked at after every play: see SockeyeHost.IsLeftCleanAsync.
    [Theory, OverEveryTransport, Trait("Behaviour", "3")]
    public Task Of_a_thousand_that_come_work_and_go_in_every_way_nothing_is_left(Mode mode) =>
        PlayOnSockeyeOnlyAsync(
            new Play("comings and goings", mode)
            {
                Answer = _ => new JsonObject { ["cycles"] = 1000, ["atOnce"] = 30 },
                Deadline = TimeSpan.FromMinutes(3),
            },
            "[1000]");
}
