using System.Text.Json.Nodes;
using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

/// <summary>A deployment, as the official client sees it: one server sends its clients away, and they come back to the next.</summary>
public sealed class DrainingTests(Stage stage)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    [Theory, OverEveryTransport]
    public async Task All_clients_come_back_to_the_next_server_spread_over_the_window(Mode mode)
    {
        await using var first = await SockeyeHost.StartAsync(new HostOptions
        {
            Configure = static options =>
            {
                options.DrainEvent = "moving";
                options.GenerateId = static _ => ValueTask.FromResult($"first-{Guid.NewGuid():N}");
            },
        });
        await using var second = await SockeyeHost.StartAsync();
        await using var relay = new Relay(first.Url, idPrefix: "first-");
        var draining = Task.CompletedTask;
        var play = new Play("the server sends its clients away", mode)
        {
            Seed = 30, // clients
            Answer = question =>
            {
                relay.TurnTo(second.Url);
                draining = first.Io.DrainAsync(Window, TestContext.Current.CancellationToken);
                return Window.TotalMilliseconds;
            },
        };

        var trace = await stage.PlayAtAsync(play, relay.Url, TestContext.Current.CancellationToken);
        await draining.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.True(
            JsonNode.DeepEquals(trace, JsonNode.Parse("""[["told", 30], ["came back", 30], ["new ids", 30], ["spread", true], ["no rush", true], ["answered", 30]]""")),
            trace?.ToJsonString());
        Assert.Equal(0, first.Io.ConnectionCount);
        Assert.Empty(first.Errors);
    }
}
