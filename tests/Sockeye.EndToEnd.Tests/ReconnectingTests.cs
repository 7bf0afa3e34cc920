using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class ReconnectingTests(Stage stage) : PlayTests(stage)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, OverEveryTransport, Trait("Behaviour", "74")]
    public Task A_client_comes_back_by_itself_when_the_server_restarts(Mode mode) => PlayAsync("the server restarts", mode, """
        [
          ["echo", ["before"]],
          [true, true],
          ["echo", ["while away"]],
          [true, { "who": "me" }, "/one"],
          ["echo", ["after"]]
        ]
        """);

    [Theory, MemberData(nameof(Seeds)), Trait("Behaviour", "94")]
    public Task An_upgrade_under_traffic_loses_doubles_and_reorders_nothing(int seed) =>
        PlayAsync(new Play("upgrades under traffic", Mode.Upgrade) { Seed = seed }, """[[true, true, true, true, true, "websocket"]]""");
}
