using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>The official client loses its connection and comes back to its session.</summary>
public sealed class RecoveringTests(Stage stage) : PlayTests(stage)
{
    private static readonly HostOptions Recovering = new() { Recovers = true };

    public static TheoryData<Mode, bool> Forms { get; } = new MatrixTheoryData<Mode, bool>(Enum.GetValues<Mode>(), [false, true]);

    public static TheoryData<Mode, int> Seeds { get; } = new MatrixTheoryData<Mode, int>(Enum.GetValues<Mode>(), [1, 2, 3, 4, 5]);

    [Theory, MemberData(nameof(Forms)), Trait("Behaviour", "7"), Trait("Behaviour", "8")]
    public Task A_client_comes_back_to_its_rooms_and_data_and_to_what_it_missed(Mode mode, bool messagePack) => PlayAsync(
        new Play("comes back to its session", mode) { Options = Recovering with { UsesMessagePack = messagePack } }, $$"""
        [
          [false, [["first"]]],
          {{After(1)}},
          {{After(2)}},
          {{After(3)}}
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "10")]
    public Task Who_left_or_is_not_known_or_knows_not_where_it_was_begins_anew(Mode mode) => PlayAsync(
        new Play("what cannot be recovered", mode) { Options = Recovering },
        """[[false, true], [false, true], [false, true], [["first"], ["more"], ["more"], ["more"]]]""");

    /// <summary>The official server makes a new session where a client is back before it was missed.</summary>
    [Theory, MemberData(nameof(Seeds)), Trait("Behaviour", "7")]
    public Task Nothing_is_lost_or_doubled_however_often_the_connection_breaks(Mode mode, int seed) => PlayOnSockeyeOnlyAsync(
        new Play("drops under traffic", mode) { Seed = seed, Options = Recovering }, "[[true, true, true]]");

    private static string After(int drops) => $$"""
        [
          true, true,
          [["to all", {{drops}}], ["to the room", "bytes:0{{drops}}"], ["to the socket", { "deep": ["bytes:01", null] }], ["from another"], ["again"]],
          ["(own)", "room", "second"],
          [{ "name": null, "rooms": ["room", "second"], "note": "kept" }]
        ]
        """;
}
