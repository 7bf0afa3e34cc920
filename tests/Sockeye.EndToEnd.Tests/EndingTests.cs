using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class EndingTests(Stage stage) : PlayTests(stage)
{
    [Theory, OverEveryTransport, Trait("Behaviour", "40")]
    public Task A_client_that_disconnects_leaves_one_namespace(Mode mode) => PlayAsync("the client disconnects", mode, """
        [
          ["client /", "io client disconnect", false, false],
          [["disconnecting", "client namespace disconnect", ["(own)", "a", "b"], true], ["disconnect", "client namespace disconnect", [], false]],
          [true, "/one"],
          ["client /one", "io client disconnect", false, false],
          [["disconnecting", "client namespace disconnect", ["(own)"], true], ["disconnect", "client namespace disconnect", [], false]]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task The_server_disconnects_one_namespace_which_may_be_joined_again(Mode mode) => PlayAsync("the server disconnects one namespace", mode, """
        [
          ["client /one", "io server disconnect", false, false],
          [["disconnecting", "server namespace disconnect", ["(own)", "a"], true], ["disconnect", "server namespace disconnect", [], false]],
          [true, "/"],
          "/one"
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "39")]
    public Task The_server_disconnects_every_namespace_of_a_connection(Mode mode) => PlayAsync("the server disconnects the connection", mode, """
        [
          ["client /", "io server disconnect", false, false],
          [["disconnecting", "server namespace disconnect", ["(own)"], true], ["disconnect", "server namespace disconnect", [], false]],
          ["client /one", "io server disconnect", false, false],
          [["disconnecting", "server namespace disconnect", ["(own)"], true], ["disconnect", "server namespace disconnect", [], false]],
          ["client /two", "io server disconnect", false, false],
          [["disconnecting", "server namespace disconnect", ["(own)"], true], ["disconnect", "server namespace disconnect", [], false]],
          "closed"
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "38")]
    public Task A_connection_that_the_client_closes_ends_every_namespace(Mode mode) => PlayAsync("the connection is closed by the client's engine", mode, """
        [
          ["client /", "forced close", false, true],
          [["disconnecting", "transport close", ["(own)"], true], ["disconnect", "transport close", [], false]],
          ["client /one", "forced close", false, true],
          [["disconnecting", "transport close", ["(own)"], true], ["disconnect", "transport close", [], false]]
        ]
        """);

    [Theory, Trait("Behaviour", "38")]
    [InlineData(Mode.WebSocket)]
    [InlineData(Mode.Upgrade)]
    public Task A_wire_that_is_cut_is_a_transport_close(Mode mode) => PlayAsync("the wire is cut", mode, """
        [
          ["client /", "transport close", false, true],
          [["disconnecting", "transport close", ["(own)"], true], ["disconnect", "transport close", [], false]],
          ["client /one", "transport close", false, true],
          [["disconnecting", "transport close", ["(own)"], true], ["disconnect", "transport close", [], false]]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task What_was_emitted_before_a_disconnect_arrives(Mode mode) => PlayAsync("emit, then disconnect", mode, """
        [["io server disconnect", 200, true], ["io server disconnect", 200, true]]
        """);

    // The official server drops the events that arrive in one polling payload with the disconnect.
    [Theory, OverEveryTransport]
    public Task What_was_received_before_a_disconnect_is_handled(Mode mode) =>
        PlayOnSockeyeOnlyAsync(new Play("emit, then leave", mode), """
            [[100, true], ["client namespace disconnect", "client namespace disconnect"]]
            """);

    [Theory, OverEveryTransport, Trait("Behaviour", "18")]
    public Task A_socket_that_has_gone_is_in_no_room(Mode mode) => PlayAsync("a room is joined too late", mode, "[[[0], [0]]]");

    [Theory, OverEveryTransport, Trait("Behaviour", "63")]
    public Task A_socket_that_comes_back_is_a_new_one(Mode mode) => PlayAsync("a socket that comes back", mode, """
        [true, [true, [["(own)"]]], ["echo", ["once"]]]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "79")]
    public Task A_disconnect_cancels_what_its_handlers_wait_for_and_does_not_wait_for_them(Mode mode)
    {
        var play = new Play("leaving a handler behind", mode)
        {
            Options = new HostOptions
            {
                Use = (io, host) => io.OnConnection(socket => socket.On("wait for ever", async (CancellationToken aborted) =>
                {
                    host.Journal.Write("waiting", "began");
                    try
                    {
                        await host.Signals.Given("never", aborted);
                    }
                    catch (OperationCanceledException) when (aborted.IsCancellationRequested)
                    {
                        host.Journal.Write("waiting", "cancelled");
                    }

                    // A room that is joined after the end must not keep the socket.
                    await host.Signals.Given("gone", CancellationToken.None);
                    await socket.JoinAsync("too late", CancellationToken.None);
                    host.Journal.Write("waiting", socket.Rooms.Count);
                })),
            },
        };
        return PlayOnSockeyeOnlyAsync(play, """[["disconnecting", "disconnect"], ["began", "cancelled"], ["began", "cancelled", 0], [0]]""");
    }
}
