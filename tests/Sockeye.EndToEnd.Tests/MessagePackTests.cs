using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>The official client with the official MessagePack parser: it cannot tell Sockeye from the official server with that parser.</summary>
public class MessagePackTests(Stage stage) : PlayTests(stage)
{
    private static readonly HostOptions MessagePack = new() { UsesMessagePack = true };

    public static TheoryData<string, Mode> Scenarios { get; } =
        new MatrixTheoryData<string, Mode>(
            [
                "every argument comes back", "typed handlers", "surplus arguments are ignored", "what the server emits", "listeners of the server",
                "an error event", "events arrive in order", "no listener, no answer", "binary anywhere", "binary for a typed handler",
                "text and binary interleaved", "handlers answer with their result", "handlers that answer themselves", "the server asks",
                "the server asks a room", "a handler awaits its own client", "the handshake", "no auth", "refusal with data",
                "a refusal leaves the connection", "several namespaces", "middleware that refuses", "the client disconnects",
                "the server disconnects one namespace", "a socket that comes back", "who hears a broadcast", "broadcast of every kind of argument",
                "broadcast to the namespaces of one connection", "the server restarts",
            ],
            Enum.GetValues<Mode>());

    [Theory, MemberData(nameof(Scenarios))]
    [Trait("Behaviour", "67")]
    public Task A_client_sees_no_difference(string scenario, Mode mode) => PlayTheSameAsync(new Play(scenario, mode) { Options = MessagePack });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Nothing_is_lost_in_upgrades_under_traffic(int seed) =>
        PlayAsync(new Play("upgrades under traffic", Mode.Upgrade) { Seed = seed, Options = MessagePack }, """[[true, true, true, true, true, "websocket"]]""");
}
