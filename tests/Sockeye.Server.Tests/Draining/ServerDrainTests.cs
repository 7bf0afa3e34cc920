using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Sockeye.Engine;
using Sockeye.Server.Draining;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Draining;

public sealed class ServerDrainTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_client_is_told_and_closed_and_new_ones_are_refused()
    {
        var reasons = new List<DisconnectReason>();
        await using var server = await RunningServer.StartAsync(
            io =>
            {
                io.Of("/other");
                io.OnConnection(socket => socket.OnDisconnect(context =>
                {
                    lock (reasons)
                    {
                        reasons.Add(context.Reason);
                    }
                }));
            },
            options => options.DrainEvent = "moving");
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        await second.SendAsync("40/other,");
        Assert.StartsWith("40/other,", await second.ReceiveAsync(), StringComparison.Ordinal);

        var draining = server.Io.DrainAsync(TimeSpan.FromMilliseconds(200), Cancelled);
        Assert.True(server.Io.IsDraining);

        using var http = new HttpClient { BaseAddress = server.Address };
        using var refused = await http.GetAsync(new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), Cancelled);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.StatusCode, refused.Headers.RetryAfter!.ToString()));
        Assert.Equal("42[\"moving\"]", await first.ReceiveAsync());
        Assert.Equal("closed", await first.ReceiveAsync());
        string[] told = [await second.ReceiveAsync(), await second.ReceiveAsync()];
        Assert.Equal(["42/other,[\"moving\"]", "42[\"moving\"]"], told.Order(StringComparer.Ordinal));
        Assert.Equal("closed", await second.ReceiveAsync());
        await draining.DefaultTimeout();
        await server.Io.DrainAsync(TimeSpan.Zero, Cancelled).DefaultTimeout(); // has been done
        Assert.Equal(0, server.Io.ConnectionCount);
        await server.Io.CloseAsync(Cancelled).DefaultTimeout();
        Assert.Equal([DisconnectReason.ServerShuttingDown, DisconnectReason.ServerShuttingDown], reasons);
    }

    [Fact]
    public async Task A_client_whose_handler_runs_gets_its_answer_before_it_goes()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket => socket.On("work", async () =>
        {
            started.SetResult();
            await release.Task;
            return "done";
        })));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("421[\"work\"]");
        await started.Task.DefaultTimeout();

        var draining = server.Io.DrainAsync(TimeSpan.FromSeconds(60), Cancelled);
        release.SetResult();

        Assert.Equal("431[\"done\"]", await client.ReceiveAsync());
        Assert.Equal("closed", await client.ReceiveAsync());
        await draining.DefaultTimeout();
    }

    [Fact]
    public async Task An_application_that_stops_drains_within_its_time()
    {
        IServiceProvider? services = null;
        await using var server = await RunningServer.StartAsync(
            configure: options => options.DrainWindow = TimeSpan.FromHours(1),
            services: collection => collection.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(4)),
            started: provider => services = provider);
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();

        services!.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.True(server.Io.IsDraining); // before any service has been stopped
        await server.StopAsync().DefaultTimeout();

        Assert.InRange(clock.GetElapsedTime(begun), TimeSpan.FromSeconds(1), TimeSpan.MaxValue); // and far less than the hour
        Assert.Equal(("closed", "closed"), (await first.ReceiveAsync(), await second.ReceiveAsync()));
        Assert.Equal(0, server.Io.Engine.SessionCount);
    }

    [Fact]
    public async Task An_application_that_is_stopped_drains_as_well()
    {
        await using var server = await RunningServer.StartAsync(
            configure: options => (options.DrainWindow, options.DrainEvent) = (TimeSpan.FromMilliseconds(50), "moving"));
        await using var client = await server.ConnectAsync();

        await server.StopAsync().DefaultTimeout();

        Assert.Equal(("42[\"moving\"]", "closed"), (await client.ReceiveAsync(), await client.ReceiveAsync()));
    }

    [Fact]
    public async Task A_server_that_drains_is_not_healthy()
    {
        IServiceProvider? services = null;
        await using var server = await RunningServer.StartAsync(
            services: collection => collection.AddHealthChecks().AddSockeye(), started: provider => services = provider);
        await using var client = await server.ConnectAsync();
        var health = services!.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancelled)).Status);
        await using var other = await server.ConnectAsync();
        using var ended = new CancellationTokenSource();

        var draining = server.Io.DrainAsync(TimeSpan.FromHours(1), ended.Token);

        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(Cancelled)).Status);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining.DefaultTimeout());
        Assert.Single(server.Io.Sockets, static socket => socket.Session.State == SessionState.Open); // whose turn had not come
    }

    [Theory]
    [InlineData(20, 30, 20, 25)]
    [InlineData(30, 30, 22.5, 25)]
    [InlineData(10, 4, 2.5, 3)]
    [InlineData(0, 30, 0, 25)]
    public void The_hosts_time_is_divided(double wanted, double host, double window, double longest) => Assert.Equal(
        new ShutdownTimes(TimeSpan.FromSeconds(window), TimeSpan.FromSeconds(longest)),
        ShutdownTimes.Of(TimeSpan.FromSeconds(wanted), TimeSpan.FromSeconds(host)));

    [Fact]
    public void Options_that_make_no_sense_are_named()
    {
        string[] problems = [.. SocketServerOptionsValidation.Validate(new SocketServerOptions
        {
            DrainWindow = TimeSpan.FromSeconds(-1), DrainEvent = "disconnect", RetryAfter = TimeSpan.Zero, SlowClientPolicy = (SlowClientPolicy)9,
        })];

        Assert.Equal(
            ["RetryAfter", "SlowClientPolicy", "DrainWindow", "DrainEvent"], problems.Select(static problem => problem.Split(' ')[0]));
    }
}
