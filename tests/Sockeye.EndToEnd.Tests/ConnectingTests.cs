using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class ConnectingTests(Stage stage) : PlayTests(stage)
{
    [Theory, OverEveryTransport]
    public Task The_server_sees_auth_query_headers_and_address(Mode mode) => PlayAsync("the handshake", mode, """
        [
          [{
            "auth": { "token": "é", "list": [1, { "a": null }] }, "name": "a b&c=ü", "eio": "4", "header": "yes",
            "path": "/socket.io/", "secure": false, "crossDomain": false, "address": "127.0.0.1"
          }],
          [true, "(undefined)"],
          ["/", true, false, true]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task Without_auth_the_server_sees_an_empty_object(Mode mode) => PlayAsync("no auth", mode, "[[{}, null]]");

    [Theory, OverEveryTransport]
    public Task A_client_may_make_its_auth_by_a_function(Mode mode) => PlayAsync("auth by function", mode, """[{ "late": true }]""");

    [Theory, OverEveryTransport, Trait("Behaviour", "28"), Trait("Behaviour", "29"), Trait("Behaviour", "33")]
    public Task Middleware_refuses_with_a_message_and_data(Mode mode) => PlayAsync("refusal with data", mode, """
        [
          ["/guarded", { "error": "not you", "data": { "code": 7, "hints": ["a", null, { "b": true }] } }, false, false],
          ["/guarded-later", { "error": "not you", "data": { "code": 7, "hints": ["a", null, { "b": true }] } }, false, false],
          ["/guarded-plain", { "error": "no data here" }, false, false],
          ["/guarded", true],
          ["/guarded-later", true]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "41")]
    public Task A_refusal_and_an_unknown_namespace_leave_the_connection_as_it_is(Mode mode) => PlayAsync("a refusal leaves the connection", mode, """
        [
          { "error": "not you", "data": { "code": 7, "hints": ["a", null, { "b": true }] } },
          { "error": "Invalid namespace" },
          { "error": "Invalid namespace" },
          [true, true, true, "/"]
        ]
        """);

    [Theory, OverEveryTransport]
    public async Task Middleware_that_throws_refuses_without_telling_why(Mode mode)
    {
        var play = new Play("middleware that throws", mode)
        {
            Options = new HostOptions
            {
                ErrorsExpected = 2,
                Use = (io, host) =>
                {
                    io.OnHandlerError(context => host.Journal.Write("hook", new[] { context.EventName, context.Exception.Message }));
                    io.Of("/throws").Use(ConnectionResult (_) => throw new InvalidOperationException("secret"));
                    io.Of("/throws-later").Use(async Task<ConnectionResult> (_) =>
                    {
                        await Task.Yield();
                        throw new InvalidOperationException("secret later");
                    });
                },
            },
        };
        await PlayOnSockeyeOnlyAsync(play, """
            [
              ["/throws", { "error": "Internal server error" }],
              ["/throws-later", { "error": "Internal server error" }],
              [["connection", "secret"], ["connection", "secret later"]],
              true
            ]
            """);
    }

    [Theory, OverEveryTransport, Trait("Behaviour", "37")]
    public Task Namespaces_share_a_connection_and_are_kept_apart(Mode mode) => PlayAsync("several namespaces", mode, """
        [
          [3, true],
          ["/", { "from": "main" }, "shared"],
          ["/one", { "from": "one" }, "shared"],
          ["/two", {}, "shared"],
          ["/two", "heard", "/two", "by /two"],
          ["/", "heard", "/", "by /"],
          ["/one", "heard", "/one", "by /one"],
          [false, true, "/two"],
          "/one"
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "27"), Trait("Behaviour", "30"), Trait("Behaviour", "34")]
    public Task Middleware_runs_in_order_before_the_socket_is_connected(Mode mode) => PlayAsync("middleware in order", mode, """
        [
          [["first", false], ["second", false], ["third", false], ["connection", true]],
          [["room of first", "room of second", "room of third"]]
        ]
        """);

    [Theory, OverEveryTransport]
    public Task The_first_refusal_ends_the_chain(Mode mode) => PlayAsync("middleware that refuses", mode, """
        [
          { "error": "not you", "data": { "code": 7, "hints": ["a", null, { "b": true }] } },
          [["first", false], ["second", false]]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "31")]
    public Task A_client_that_leaves_during_middleware_is_never_connected(Mode mode) => PlayAsync("leaving during middleware", mode, """
        [
          ["middleware"],
          ["middleware", "middleware ended"],
          [true, ["middleware", "middleware ended", "middleware", "middleware ended", "connection"]]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "42")]
    public Task Two_connections_to_one_namespace_are_two_sockets(Mode mode) =>
        PlayAsync("own connections for one namespace twice", mode, """[[true, true], ["mine"]]""");

    [Theory, OverEveryTransport]
    public Task The_path_can_be_chosen(Mode mode) =>
        PlayAsync(new Play("custom path", mode) { Options = new HostOptions { Path = "/my/path" } }, """["/my/path/"]""");
}
