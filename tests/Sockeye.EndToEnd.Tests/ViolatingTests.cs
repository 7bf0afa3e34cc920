using System.Text.Json.Nodes;
using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class ViolatingTests(Stage stage) : PlayTests(stage)
{
    private static readonly string[] Violations =
    [
        "an event before CONNECT", "an answer before CONNECT", "DISCONNECT before CONNECT", "a second CONNECT",
        "an event for a namespace that was not joined", "CONNECT_ERROR from a client", "an unknown type", "a letter", "no type at all",
        "an event without a name", "an event that is no array", "broken JSON", "JSON with a tail", "an event name that is an object",
        "a reserved event: connect", "a reserved event: disconnect", "a reserved event: disconnecting", "a reserved event: connect_error",
        "a reserved event: newListener", "a reserved event: removeListener", "CONNECT with an array", "CONNECT with a string",
        "DISCONNECT with a payload", "an answer that is no array", "no attachments", "too many attachments", "attachments without a number",
        "attachments without a dash", "a placeholder out of range", "a placeholder that is negative", "a placeholder that is text",
        "a binary frame without header", "text where an attachment is due",
    ];

    [Theory, OverEveryTransport, Trait("Behaviour", "4"), Trait("Behaviour", "5"), Trait("Behaviour", "6"), Trait("Behaviour", "75")]
    public Task Every_violation_closes_its_own_connection_without_an_answer(Mode mode)
    {
        var expected = new JsonArray([.. Violations.Select(name => new JsonArray(name, new JsonArray()))]) { new JsonArray("others go on", true) };
        return PlayAsync("violations close the connection", mode, expected.ToJsonString());
    }

    [Theory, OverEveryTransport]
    public Task What_only_looks_like_a_violation_is_served(Mode mode) => PlayAsync("what is legal keeps it", mode, """
        [
          ["CONNECT with a comma", "3/one,1[1]", "open"],
          ["CONNECT without a comma", "3/one,1[1]", "open"],
          ["CONNECT with auth", "31[1]", "open"],
          ["an unknown namespace first", "31[1]", "open"],
          ["an id with zeros in front", "37[1]", "open"],
          ["a number as event name", "31[1]", "open"],
          ["an attachment nobody refers to", "31[2]", "open"]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task A_violation_ends_every_namespace_of_the_connection(Mode mode) => PlayAsync("a violation ends every namespace of the connection", mode, """
        [
          [["disconnecting", "forced close", ["(own)"], true], ["disconnect", "forced close", [], false]],
          [["disconnecting", "forced close", ["(own)"], true], ["disconnect", "forced close", [], false]]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task An_event_while_middleware_runs_closes_the_connection(Mode mode) =>
        PlayAsync("an event during middleware", mode, """[[["middleware", "middleware ended"], []]]""");

    // The official server makes two sockets of them.
    [Theory, OverEveryTransport]
    public Task A_second_CONNECT_while_middleware_runs_closes_the_connection(Mode mode) =>
        PlayOnSockeyeOnlyAsync(new Play("two CONNECTs at once", mode), """[[["middleware", "middleware ended"], []]]""");

    // The official server closes the connection where the event comes in another payload: a client that was just disconnected suffers.
    [Theory, OverEveryTransport, Trait("Behaviour", "78")]
    public Task Events_after_a_DISCONNECT_are_ignored_and_the_namespace_can_be_joined_again(Mode mode) =>
        PlayOnSockeyeOnlyAsync(new Play("events after DISCONNECT", mode), """[["31[\"again\"]", "open", ["before", "after"]]]""");
}
