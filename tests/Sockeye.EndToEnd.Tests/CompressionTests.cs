using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>The official client over permessage-deflate: what travels is really compressed, and nobody can tell the difference otherwise.</summary>
public sealed class CompressionTests(Stage stage) : PlayTests(stage)
{
    private static readonly HostOptions Compressed = new()
    {
        Compresses = true,
        Use = static (io, _) => io.OnConnection(socket =>
        {
            socket.On("give compressed", (int length) => io.Emit("compressed gift", new string('x', length)));
            socket.On("give plain", (int length) => socket.Compress(false).Emit("plain gift", new string('x', length)));
        }),
    };

    public static TheoryData<string, Mode> Scenarios { get; } =
        new MatrixTheoryData<string, Mode>(
            [
                "every argument comes back", "what the server emits", "events arrive in order", "binary anywhere", "text and binary interleaved",
                "handlers answer with their result", "the server asks", "the server asks a room", "several namespaces", "who hears a broadcast",
                "broadcast of every kind of argument", "rooms are kept", "the client disconnects", "the server restarts",
            ],
            [Mode.WebSocket, Mode.Upgrade]);

    [Theory]
    [InlineData(Mode.WebSocket)]
    [InlineData(Mode.Upgrade)]
    public Task What_compresses_travels_compressed_both_ways_unless_it_is_told_not_to(Mode mode) =>
        PlayOnSockeyeOnlyAsync(new Play("compressed both ways", mode) { Options = Compressed }, """
            [["permessage-deflate", "websocket"], [0, true, true], [0, true, true], [100000, true], [100000, true]]
            """);

    [Theory, MemberData(nameof(Scenarios))]
    public Task A_client_sees_no_difference(string scenario, Mode mode) => PlayTheSameAsync(new Play(scenario, mode) { Options = Compressed });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Nothing_is_lost_in_upgrades_under_traffic(int seed) =>
        PlayAsync(new Play("upgrades under traffic", Mode.Upgrade) { Seed = seed, Options = Compressed }, """[[true, true, true, true, true, "websocket"]]""");
}
