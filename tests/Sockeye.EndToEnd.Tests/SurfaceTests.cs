using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class SurfaceTests(Stage stage) : PlayTests(stage)
{
    [Theory, OverEveryTransport, Trait("Behaviour", "49")]
    public Task Namespaces_come_to_be_when_clients_ask_for_them(Mode mode) => PlayAsync("dynamic namespaces", mode, """
        [
          [["/numbered-1"], ["/numbered-2"]],
          { "one": ["everyone"], "two": ["everyone", "only two"], "far": ["everyone"] },
          { "error": "unlucky" },
          { "error": "Invalid namespace" },
          [["/by-auth"], ["/by-later"]],
          [{ "error": "Invalid namespace" }, true],
          ["asked /numbered-1", "asked /numbered-2", "asked /numbered-2", "asked /numbered-13"],
          ["/numbered-2"]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "81")]
    public Task Sockets_are_listed_with_auth_rooms_and_data(Mode mode) => PlayAsync("sockets are listed", mode, """
        [
          [[
            { "name": "ann", "rooms": ["a"], "note": null },
            { "name": "bob", "rooms": ["a", "b"], "note": "hello" },
            { "name": "cid", "rooms": [], "note": null }
          ]],
          [[{ "name": "ann", "rooms": ["a"], "note": null }, { "name": "bob", "rooms": ["a", "b"], "note": "hello" }]],
          [[{ "name": "bob", "rooms": ["a", "b"], "note": "hello" }, { "name": "cid", "rooms": [], "note": null }]],
          [[]]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "60"), Trait("Behaviour", "61")]
    public Task Middleware_of_a_socket_changes_and_refuses_events(Mode mode) => PlayAsync("events go through middleware", mode, """
        [
          [["plain"], ["changed"]],
          [["still here"], true],
          ["any echo", "any alias", "any refused", "error not this one", "any echo"]
        ]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "80")]
    public Task Listeners_of_every_kind_run_in_their_order(Mode mode) => PlayAsync("listeners of every kind", mode, """
        [
          [
            "first any e", "any e", "prepended once", "prepended", "on", "once",
            "first outgoing back 2", "outgoing back 2", "first outgoing all 1", "outgoing all 1"
          ],
          [
            "first any e", "any e", "prepended", "on",
            "first outgoing back 2", "outgoing back 2", "first outgoing all 1", "outgoing all 1"
          ]
        ]
        """);
}
