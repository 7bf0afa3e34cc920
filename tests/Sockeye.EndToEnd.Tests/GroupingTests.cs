using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class GroupingTests(Stage stage) : PlayTests(stage)
{
    // Rooms: sender in a; one in a and b; two in b and c; three in none.
    [Theory, OverEveryTransport, Trait("Behaviour", "15"), Trait("Behaviour", "16"), Trait("Behaviour", "20")]
    public Task A_broadcast_reaches_whom_it_names_once_each_and_nobody_else(Mode mode) => PlayAsync("who hears a broadcast", mode, """
        [
          [{ "sender": [0], "one": [0], "two": [0], "three": [0] }, {}],
          [{ "sender": [1], "one": [1] }, {}],
          [{ "sender": [2], "one": [2], "two": [2] }, {}],
          [{ "one": [3] }, {}],
          [{ "two": [4], "three": [4] }, {}],
          [{ "three": [5] }, {}],
          [{}, {}],
          [{ "sender": [7], "one": [7] }, {}],
          [{ "one": [8], "two": [8], "three": [8] }, {}],
          [{ "one": [9], "two": [9] }, {}],
          [{ "one": [10] }, {}],
          [{ "one": [11] }, {}],
          [{ "three": [12] }, {}],
          [{ "sender": [13] }, {}],
          [{ "two": [14] }, {}],
          [{ "three": [15] }, {}],
          [{ "sender": [16], "two": [16], "three": [16] }, {}],
          [{ "sender": [17], "one": [17] }, {}],
          [{ "one": [18], "two": [18], "three": [18] }, {}]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "14"), Trait("Behaviour", "17")]
    public Task A_broadcast_carries_every_kind_of_argument(Mode mode) => PlayAsync("broadcast of every kind of argument", mode, """
        [{
          "sender": [["é👋", 2.5, null, [true, {}], { "deep": [1] }], ["bytes:0102", "with", { "inner": "bytes:" }]],
          "one": [["é👋", 2.5, null, [true, {}], { "deep": [1] }], ["bytes:0102", "with", { "inner": "bytes:" }], []],
          "two": [["é👋", 2.5, null, [true, {}], { "deep": [1] }], ["bytes:0102", "with", { "inner": "bytes:" }], []]
        }]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "18"), Trait("Behaviour", "19")]
    public Task Rooms_are_joined_and_left_and_end_with_their_last_socket(Mode mode) => PlayAsync("rooms are kept", mode, """
        [
          [[["(own)", "a", "b"]], [["(own)", "b"]]],
          [[["(own)", "a", "b", "x", "y"]], [2], [1]],
          [[["(own)", "a", "x", "y"]], [1]],
          [[0], [1]]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "21")]
    public Task An_operator_that_is_kept_does_not_change(Mode mode) =>
        PlayAsync("an operator that is kept does not change", mode, """[{ "sender": ["only a"], "one": ["only a"] }]""");

    [Theory, OverEveryTransport]
    public Task Others_can_be_moved_between_rooms_and_disconnected(Mode mode) => PlayAsync("sockets are moved and dropped by room", mode, """
        [
          [[["(own)", "a", "moved"]], [["(own)", "c", "moved"]], [["(own)"]]],
          [["io server disconnect", "io server disconnect"], true]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "14")]
    public Task A_broadcast_stays_in_its_namespace(Mode mode) =>
        PlayAsync("broadcast to the namespaces of one connection", mode, """[[["/one", "from /one"], ["/", "from /"]]]""");

    [Theory, OverEveryTransport, Trait("Behaviour", "68")]
    public Task A_volatile_broadcast_reaches_who_is_ready_and_disturbs_nothing(Mode mode) =>
        PlayAsync("volatile reaches those who are ready", mode, """[["hello", 0], ["plain"]]""");
}
