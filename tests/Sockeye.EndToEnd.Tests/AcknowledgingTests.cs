using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class AcknowledgingTests(Stage stage) : PlayTests(stage)
{
    [Theory, OverEveryTransport, Trait("Behaviour", "70")]
    public Task A_handler_answers_with_its_result_at_once_or_later(Mode mode) =>
        PlayAsync("handlers answer with their result", mode, "[[42], [[], [null]], [2], []]");

    [Theory, OverEveryTransport]
    public Task A_handler_may_answer_itself_with_several_arguments_early_or_never(Mode mode) => PlayAsync("handlers that answer themselves", mode, """
        [
          [1, "two", "bytes:03", { "four": ["bytes:0404"] }],
          ["early"],
          ["went on"],
          ["called"],
          [1, ["first"]],
          1
        ]
        """);

    [Theory, OverEveryTransport]
    public Task Who_did_not_ask_gets_no_answer(Mode mode) =>
        PlayAsync("events without acknowledgement", mode, """[[[false, true], ["31[]"]]]""");

    [Theory, OverEveryTransport]
    public Task Each_answer_goes_to_its_question(Mode mode) =>
        PlayAsync("each answer goes to its question", mode, """[true, ["same id, other namespace"]]""");

    [Theory, OverEveryTransport, Trait("Behaviour", "70")]
    public Task The_server_asks_and_takes_the_first_answer(Mode mode) => PlayAsync("the server asks", mode, """
        [
          ["asked", ["what", { "and": "bytes:07" }]],
          [["answered", "first"]],
          "answered"
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "62")]
    public Task An_answer_that_is_late_is_ignored(Mode mode) => PlayAsync("the server asks in vain", mode, """
        [
          [["operation has timed out"]],
          [[["operation has timed out"]], true],
          ["answered", "in time"]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task An_answer_nobody_asked_for_is_ignored(Mode mode) => PlayAsync("an answer nobody asked for", mode, "[true]");

    [Theory, OverEveryTransport]
    public Task Nobody_else_can_answer(Mode mode) => PlayAsync("an answer from somebody else", mode, """[[["answered", "genuine"]]]""");

    [Theory, OverEveryTransport]
    public Task Many_sockets_can_be_asked_at_once(Mode mode) => PlayAsync("the server asks a room", mode, """
        [
          ["answered", ["a on all", "b on all", "c on all"]],
          ["operation has timed out", ["a on all", "c on all"]],
          ["answered", []]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task A_handler_may_await_an_answer_of_its_own_client(Mode mode) =>
        PlayAsync("a handler awaits its own client", mode, """[["deep answer"]]""");

    [Theory, OverEveryTransport]
    public Task A_handler_may_await_an_answer_of_its_own_client_with_the_inbox_full(Mode mode) =>
        PlayAsync(
            new Play("a handler awaits its own client with the inbox full", mode)
            {
                Options = new HostOptions { Configure = options => options.InboxEvents = 4 },
            },
            """[["deep answer"], [200, true, true]]""");

    // The official server never settles such a promise, unless a time limit was given.
    [Theory, OverEveryTransport]
    public Task An_awaited_answer_settles_when_the_client_leaves(Mode mode)
    {
        var play = new Play("the client leaves instead of answering", mode)
        {
            Options = new HostOptions
            {
                Use = (io, host) => io.OnConnection(socket => socket.On("ask without limit", async () =>
                {
                    var result = await socket.TryEmitWithAckAsync<string>("question");
                    var exception = await Record.ExceptionAsync(() => socket.EmitWithAckAsync<string>("question", CancellationToken.None));
                    host.Journal.Write("settled", new[] { result.Failure.ToString(), (exception as AcknowledgementException)?.Failure.ToString() });
                })),
            },
        };
        return PlayOnSockeyeOnlyAsync(play, """[[["Disconnected", "Disconnected"]], [["Disconnected", "Disconnected"], ["Disconnected", "Disconnected"]]]""");
    }
}
