using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class EventsTests(Stage stage) : PlayTests(stage)
{
    private static readonly HostOptions SmallPayload = new() { MaxPayload = 100_000 };

    private protected override bool AlsoOnOwnTransport => true;

    [Theory, OverEveryTransport, Trait("Behaviour", "65"), Trait("Behaviour", "66"), Trait("Behaviour", "67")]
    public Task Every_kind_of_argument_comes_back_as_it_went(Mode mode) => PlayAsync("every argument comes back", mode, """
        [
          [true, true, 0], [true, true, 1], [true, true, 6], [true, true, 5], [true, true, 7], [true, true, 3], [true, true, 5],
          [true, true, 2], [true, true, 3], [true, true, 8], [true, true, 12]
        ]
        """);

    // The official server reads the arguments and writes them anew, so that it cannot be the measure here.
    [Theory, OverEveryTransport]
    public Task Arguments_that_are_passed_on_unchanged_are_the_same_bytes(Mode mode) =>
        PlayOnSockeyeOnlyAsync(new Play("as they came, byte for byte", mode), """
            [
              true,
              ["2[\"echo\",1.0,1e2,-0,12345678901234567890.5,\"\\u00e9\\/\\ud83d\",\"é\",{ \"b\" : [ 1 ,2 ],\"a\":1,\"a\":2},\t[ ]]"],
              ["317[1.0,1e2,-0,12345678901234567890.5,\"\\u00e9\\/\\ud83d\",\"é\",{ \"b\" : [ 1 ,2 ],\"a\":1,\"a\":2},\t[ ]]"],
              ["62-18[{\"x\":{\"_placeholder\":true,\"num\":1}},{\"num\":0,\"_placeholder\":true} ]", "bytes:00ff", "bytes:"]
            ]
            """);

    [Theory, OverEveryTransport]
    public Task Handlers_take_any_number_of_typed_arguments(Mode mode) => PlayAsync("typed handlers", mode, """
        [
          [0, 0], [1, 1], [2, 3], [3, 6], [4, 10], [5, 15], [6, 21], [7, 28], [8, 36], [36],
          ["text 👋", -7, 2.5, true, ["a", "b"], { "name": "Ada", "age": 36, "tags": { "x": [1] } }, null],
          ["", 0, 0.1, false, [], { "name": "", "age": 0, "tags": null }, null]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task Surplus_arguments_are_ignored_and_missing_ones_are_null(Mode mode) =>
        PlayAsync("surplus arguments are ignored", mode, """[["kept"], ["kept"], [["one", null], ["one", "two"], ["one", null]]]""");

    [Theory, OverEveryTransport, Trait("Behaviour", "66"), Trait("Behaviour", "67")]
    public Task The_server_emits_any_number_of_arguments_of_every_kind(Mode mode) => PlayAsync("what the server emits", mode, """
        [
          [], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7, 8],
          ["text", -1, 2.5, 9007199254740991, true, false, null],
          [[], {}, ["nested", [1, [2]]], { "list": [{ "deep": { "er": null } }] }],
          ["Grüße, 世界 👋🏽 \u0000\u001e\u2028 \"\\ </script>"],
          ["bytes:010203"],
          ["mixed", "bytes:", { "inner": ["bytes:ff00", 5] }, "bytes:09"]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "73")]
    public Task A_payload_as_large_as_allowed_is_delivered(Mode mode) => PlayAsync(new Play("large payloads", mode) { Options = SmallPayload }, """
        [[99986], [99986], [99984], [3000000, true, true]]
        """);

    // The client itself gives up on polling, where it is told; over WebSocket it is closed.
    [Theory, OverEveryTransport]
    public Task A_payload_that_is_larger_ends_the_connection_and_no_other(Mode mode) =>
        PlayAsync(new Play("a payload that is too large", mode) { Options = SmallPayload }, $"""
            ["{(mode == Mode.Polling ? "transport error" : "transport close")}", ["disconnecting", "disconnect"]]
            """);

    [Theory, OverEveryTransport]
    public Task Listeners_can_listen_once_and_be_taken_away(Mode mode) => PlayAsync("listeners of the server", mode, "[[1]]");

    [Theory, OverEveryTransport, Trait("Behaviour", "80")]
    public Task Catch_all_listeners_hear_what_comes_in_and_goes_out(Mode mode) => PlayAsync("catch-all listeners", mode, """
        [
          ["not seen by listeners"],
          [["any back", "text"], ["any all", "text"]],
          [[["any here", "text"], ["any without listener", 1, { "two": 2 }]], "any bytes"],
          [["any back", "text"], ["any all", "text"]]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "76")]
    public Task An_event_named_error_is_an_event_like_others(Mode mode) =>
        PlayAsync("an error event", mode, """[[["from a client"], true], true]""");

    [Theory, OverEveryTransport]
    public Task Without_a_listener_there_is_no_answer(Mode mode) => PlayAsync("no listener, no answer", mode, "[true]");

    [Theory, OverEveryTransport]
    public Task Events_arrive_in_order_both_ways(Mode mode) => PlayAsync("events arrive in order", mode, "[[true, true]]");

    // The official server starts the handlers in order and does not wait for them.
    [Theory, OverEveryTransport]
    public Task A_handler_that_awaits_holds_up_the_next_event(Mode mode)
    {
        var random = new Random(4711);
        var play = new Play("handlers that await", mode)
        {
            Options = new HostOptions
            {
                Use = (io, host) => io.OnConnection(socket => socket.On("work", async (int number) =>
                {
                    host.Journal.Write("work", number);
                    for (var turns = random.Next(20); turns > 0; turns--)
                    {
                        await Task.Yield();
                    }

                    host.Journal.Write("work", -number);
                    return number;
                })),
            },
        };
        return PlayOnSockeyeOnlyAsync(play, "[[100, true, true]]");
    }

    [Theory, OverEveryTransport]
    public Task What_fails_in_a_handler_reaches_the_hook_and_of_it_a_code_reaches_the_client(Mode mode)
    {
        var play = new Play("handlers that fail", mode)
        {
            Options = new HostOptions
            {
                ErrorsExpected = 2,
                Use = (io, host) =>
                {
                    io.OnHandlerError(context => host.Journal.Write("hook", new object?[]
                    {
                        context.EventName, context.Position, context.Exception.GetType().Name, context.Socket.Namespace.Name,
                    }));
                    io.OnConnection(socket =>
                    {
                        socket.On("fail", (string _) => throw new InvalidOperationException("on purpose"));
                        socket.On("fail later", async (string _) =>
                        {
                            await Task.Yield();
                            throw new InvalidOperationException("on purpose");
                        });
                        socket.On("unreadable", (string text, int number, byte[] bytes) => $"{text} {number} {bytes.Length}");
                    });
                },
            },
        };
        return PlayOnSockeyeOnlyAsync(play, """
            [
              [
                ["fail", null, "InvalidOperationException", "/"],
                ["fail later", null, "InvalidOperationException", "/"],
                ["unreadable", 0, "EventArgumentException", "/"],
                ["unreadable", 1, "EventArgumentException", "/"],
                ["unreadable", 1, "EventArgumentException", "/"],
                ["unreadable", 1, "EventArgumentException", "/"],
                ["unreadable", 2, "EventArgumentException", "/"]
              ],
              ["text 5 1"],
              ["server_error", "server_error", "invalid_argument 0", "invalid_argument 1", "invalid_argument 1", "invalid_argument 1", "invalid_argument 2"],
              true
            ]
            """);
    }
}
