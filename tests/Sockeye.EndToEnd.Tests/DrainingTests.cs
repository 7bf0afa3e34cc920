using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.EndToEnd.Tests.Playing;
using Sockeye.TestKit;

namespace Sockeye.EndToEnd.Tests;

/// <summary>A deployment, as the official client sees it: one server sends its clients away, and they come back to the next.</summary>
public sealed class DrainingTests(Stage stage)
{
    private const int Clients = 30;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    [Theory, OverEveryTransport]
    public async Task All_clients_come_back_to_the_next_server_spread_over_the_window(Mode mode)
    {
        await using var time = new FlowingTime();
        await using var first = await SockeyeHost.StartAsync(new HostOptions
        {
            Services = services => services.AddSingleton(time.Provider),
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
            Seed = Clients,
            Answer = question =>
            {
                relay.TurnTo(second.Url);
                draining = DrainAsync(first.Io, time.Take());
                return null;
            },
        };

        var trace = await stage.PlayAtAsync(play, relay.Url, TestContext.Current.CancellationToken);
        await draining.DefaultTimeout();

        Assert.True(
            JsonNode.DeepEquals(trace, JsonNode.Parse("""[["told", 30], ["came back", 30], ["new ids", 30], ["answered", 30]]""")),
            trace?.ToJsonString());
        Assert.Equal(0, first.Io.ConnectionCount);
        Assert.Empty(first.Errors);
    }

    /// <summary>Drains a server while its clock goes on in steps: at each, as many clients have gone as are due.</summary>
    private static async Task DrainAsync(SocketServer io, ManualTimeProvider time)
    {
        var timers = time.ArmedTimers;
        var draining = io.DrainAsync(Window, TestContext.Current.CancellationToken);
        for (var passed = TimeSpan.Zero; passed < Window; passed += Step)
        {
            await Eventually.TrueAsync(() => time.ArmedTimers > timers || draining.IsCompleted); // it waits for the next
            var (most, least) = (DueBy(passed), DueBy(passed - (3 * Step)));
            await Eventually.IsTrueAsync(() => io.Engine.SessionCount <= Clients - least, () => $"{io.Engine.SessionCount} are there after {passed}.");
            Assert.InRange(io.Engine.SessionCount, Clients - most, Clients);
            time.Advance(Step);
        }

        await draining;
    }

    private static int DueBy(TimeSpan passed) => passed < TimeSpan.Zero ? 0 : Math.Min(Clients, (int)(passed / Window * Clients) + 1);
}
