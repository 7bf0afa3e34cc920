using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>The official client of Socket.IO v2, over each of its transports: it cannot tell Sockeye from the official server with <c>allowEIO3</c>.</summary>
[Trait("Behaviour", "83")]
public class Version2Tests(Stage stage) : PlayTests(stage)
{
    private static readonly HostOptions LetIn = new() { AllowEIO3 = true };

    // Longer than a busy machine lets a client wait for its turn while it connects.
    private static readonly HostOptions Short = LetIn with
    {
        PingInterval = TimeSpan.FromMilliseconds(300),
        PingTimeout = TimeSpan.FromMilliseconds(2500),
    };

    private static readonly HostOptions Frequent = Short with { PingTimeout = TimeSpan.FromMinutes(1) };

    public enum Way
    {
        Polling,
        Jsonp,
        WebSocket,
        Upgrade,
    }

    public static TheoryData<string, Way> Scenarios { get; } =
        new MatrixTheoryData<string, Way>(
            [
                "v2: every argument comes back", "v2: many packets in one payload", "v2: the handshake", "v2: namespaces with a query",
                "v2: refusals", "v2: rooms and broadcasts", "v2: the client and the server disconnect", "v2: the wire is cut",
                "v2: the server restarts",
            ],
            Enum.GetValues<Way>());

    [Theory, MemberData(nameof(Scenarios))]
    public Task A_client_sees_no_difference(string scenario, Way way) => PlayTheSameAsync(Make(scenario, way, LetIn));

    [Theory]
    [InlineData(Way.Polling)]
    [InlineData(Way.Jsonp)]
    [InlineData(Way.WebSocket)]
    [InlineData(Way.Upgrade)]
    public Task A_client_that_pings_stays(Way way) => PlayAsync(Make("v2: many heartbeats", way, Frequent), """[[true, "/"]]""");

    /// <remarks>The official server never times out a client that was upgraded before it fell silent.</remarks>
    [Theory]
    [InlineData(Way.Polling)]
    [InlineData(Way.WebSocket)]
    [InlineData(Way.Upgrade)]
    public Task A_client_that_does_not_ping_is_closed(Way way) =>
        PlayOnSockeyeOnlyAsync(Make("v2: no heartbeat", way, Short), """[[["disconnecting", "ping timeout"], ["disconnect", "ping timeout"]]]""");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task An_upgrade_under_traffic_loses_doubles_and_reorders_nothing(int seed) =>
        PlayAsync(Make("v2: upgrades under traffic", Way.Upgrade, LetIn) with { Seed = seed }, """["nothing lost"]""");

    [Theory]
    [InlineData(Way.Polling)]
    [InlineData(Way.Jsonp)]
    public Task Where_it_is_not_let_in_it_is_told_so(Way way) => PlayAsync(
        Make("v2: not let in", way, new HostOptions()),
        """[[400, "application/json", "{\"code\":5,\"message\":\"Unsupported protocol version\"}"]]""");

    private static Play Make(string scenario, Way way, HostOptions options) =>
        new(scenario, way switch { Way.WebSocket => Mode.WebSocket, Way.Upgrade => Mode.Upgrade, _ => Mode.Polling })
        {
            Options = options,
            OverJsonp = way == Way.Jsonp,
        };
}
