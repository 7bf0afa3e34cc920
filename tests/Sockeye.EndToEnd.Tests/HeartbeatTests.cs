using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>What depends on short intervals: it runs alone, so that no other test's load is taken for a client's silence.</summary>
[Collection(nameof(Alone))]
public sealed class HeartbeatTests(Stage stage) : PlayTests(stage)
{
    // A client is closed that is silent for the time-out: it is longer than a busy machine lets a client wait for its turn.
    private static readonly HostOptions Short = new()
    {
        PingInterval = TimeSpan.FromMilliseconds(200),
        PingTimeout = TimeSpan.FromMilliseconds(2500),
    };

    private static readonly HostOptions Frequent = Short with { PingTimeout = TimeSpan.FromMinutes(1) };

    private static readonly HostOptions ShortAndNarrow = Short with { Configure = options => options.InboxEvents = 8 };

    [Theory, OverEveryTransport]
    public Task A_client_that_answers_stays(Mode mode) =>
        PlayAsync(new Play("the client stays through many heartbeats", mode) { Options = Frequent }, "[true]");

    [Theory, OverEveryTransport, Trait("Behaviour", "93")]
    public Task A_client_that_does_not_answer_is_closed(Mode mode) => PlayAsync(new Play("a pong that is missing", mode) { Options = Short }, """
        [[["disconnecting", "ping timeout"], ["disconnect", "ping timeout"]], ["transport close", true]]
        """);

    [Theory, OverEveryTransport]
    public Task A_handler_slower_than_the_heartbeat_keeps_its_client(Mode mode) =>
        PlayAsync(new Play("a handler slower than the heartbeat", mode) { Options = Short }, """[true, ["slow"], true]""");

    [Theory, OverEveryTransport]
    public Task A_slow_handler_with_its_inbox_full_keeps_its_client_and_every_event(Mode mode) =>
        PlayAsync(new Play("a slow handler with the inbox full", mode) { Options = ShortAndNarrow }, "[true, [500, true, true]]");
}
