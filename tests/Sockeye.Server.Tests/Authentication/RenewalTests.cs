using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Authentication;

/// <summary>New credentials on a live connection, by the application's own schemes.</summary>
public sealed class RenewalTests
{
    private const string Invalid = """{"error":{"code":"invalid_credential","message":"The credential is not valid."}}""";

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_new_token_is_the_users_from_then_on_in_every_namespace()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "clerk"));
        await client.SendAsync("40/free,");
        await client.ReceiveAsync();
        _time.Advance(TimeSpan.FromMinutes(5));

        await client.SendAsync($"420[\"sockeye:renew\",\"{await host.TokenAsync("anna", "admin")}\"]");
        Assert.Equal("430[{\"expires\":\"2030-01-01T00:15:00Z\"}]", await client.ReceiveAsync());

        await client.SendAsync("421[\"who\"]");
        Assert.Equal("431[\"anna\",\"admin\"]", await client.ReceiveAsync());
        await client.SendAsync("42/free,2[\"who\"]");
        Assert.Equal("43/free,2[\"anna\",\"admin\"]", await client.ReceiveAsync());
        Assert.Equal("clerk", Assert.Single(host.Io.Sockets).Handshake.User.FindFirst(ClaimTypes.Role)!.Value);
    }

    [Fact]
    public async Task Nobody_becomes_somebody_and_is_reached_as_that()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendAsync($"420[\"sockeye:renew\",{{\"token\":\"{await host.TokenAsync("anna")}\"}}]");
        Assert.StartsWith("430[{\"expires\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        host.Io.ToUser("anna").Emit("hello");

        Assert.Equal("42[\"hello\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task What_no_scheme_accepts_changes_nothing_and_the_client_is_told_by_acknowledgement_or_event()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"));

        await client.SendAsync("420[\"sockeye:renew\",\"nonsense\"]");
        Assert.Equal($"430[{Invalid}]", await client.ReceiveAsync());
        await client.SendAsync("42[\"sockeye:renew\",\"nonsense\"]");
        Assert.Equal($"42[\"sockeye:refused\",{Invalid}]", await client.ReceiveAsync());
        foreach (var odd in new[] { "", ",7", ",null", ",{\"token\":7}", ",\"\"" })
        {
            await client.SendAsync($"421[\"sockeye:renew\"{odd}]");
            Assert.StartsWith("431[{\"error\":{\"code\":\"invalid_credential\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        }

        _time.Advance(AuthenticatedHost.Lifetime - TimeSpan.FromMinutes(2));
        await client.SendAsync("422[\"who\"]");
        Assert.Equal("432[\"anna\",\"none\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Somebody_else_is_refused_unless_the_application_lets_users_change()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna"));
        await using var changing = await StartAsync(static options => options.Credentials.AllowUserChange = true);
        await using var changed = await changing.ConnectAsync(await changing.LogInAsync("BearerToken", "anna"));

        await client.SendAsync($"420[\"sockeye:renew\",\"{await host.TokenAsync("bert")}\"]");
        Assert.StartsWith("430[{\"error\":{\"code\":\"other_user\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        host.Io.ToUser("anna").Emit("still anna");
        Assert.Equal("42[\"still anna\"]", await client.ReceiveAsync());

        await changed.SendAsync($"420[\"sockeye:renew\",\"{await changing.TokenAsync("bert")}\"]");
        Assert.StartsWith("430[{\"expires\"", await changed.ReceiveAsync(), StringComparison.Ordinal);
        changing.Io.ToUser("anna").Emit("for anna");
        changing.Io.ToUser("bert").Emit("for bert");
        Assert.Equal("42[\"for bert\"]", await changed.ReceiveAsync());
    }

    [Fact]
    public async Task Of_two_users_whose_credentials_are_shown_at_once_the_first_stays()
    {
        var seen = 0;
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync(use: io => io.RequireAuthorization(new AuthorizationPolicyBuilder("BearerToken").RequireAssertion(async context =>
        {
            if (context.User.Identity?.IsAuthenticated == true)
            {
                if (Interlocked.Increment(ref seen) == 2)
                {
                    both.SetResult();
                }

                await both.Task; // both have been found to come to a connection of nobody's
            }

            return true;
        }).Build()));
        await using var client = await host.ConnectAsync();
        await client.SendAsync("40/free,");
        await client.ReceiveAsync();

        await client.SendAsync($"421[\"sockeye:renew\",\"{await host.TokenAsync("anna")}\"]");
        await client.SendAsync($"42/free,2[\"sockeye:renew\",\"{await host.TokenAsync("bert")}\"]");

        var answers = new[] { await client.ReceiveAsync(), await client.ReceiveAsync() };
        var refused = Assert.Single(answers, static answer => answer.Contains("other_user", StringComparison.Ordinal));
        Assert.Single(answers, static answer => answer.Contains("\"expires\"", StringComparison.Ordinal));
        await client.SendAsync("423[\"who\"]");
        Assert.Equal(refused.StartsWith("43/free", StringComparison.Ordinal) ? "433[\"anna\",\"none\"]" : "433[\"bert\",\"none\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Policies_of_namespaces_are_evaluated_again_and_disconnect_whom_they_refuse_now()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "admin"));
        await client.SendAsync("40/admin,");
        Assert.StartsWith("40/admin,", await client.ReceiveAsync(), StringComparison.Ordinal);

        await client.SendAsync($"420[\"sockeye:renew\",\"{await host.TokenAsync("anna", "clerk")}\"]");

        Assert.StartsWith("42/admin,[\"sockeye:refused\",{\"error\":{\"code\":\"forbidden\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("41/admin,", await client.ReceiveAsync());
        Assert.StartsWith("430[{\"expires\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("40/admin,");
        Assert.Equal("44/admin,{\"message\":\"Forbidden\"}", await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_socket_that_asks_is_answered_before_its_own_policy_disconnects_it()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "admin"), "40/admin,");

        await client.SendAsync($"42/admin,0[\"sockeye:renew\",\"{await host.TokenAsync("anna", "clerk")}\"]");

        Assert.StartsWith("43/admin,0[{\"error\":{\"code\":\"forbidden\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("41/admin,", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Whom_the_endpoints_policy_refuses_now_is_told_and_closed()
    {
        await using var host = await StartAsync(use: static io => io.RequireAuthorization(
            new AuthorizationPolicyBuilder("BearerToken").RequireRole("admin", "clerk").Build()));
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "admin"));

        await client.SendAsync($"420[\"sockeye:renew\",\"{await host.TokenAsync("anna", "clerk")}\"]");
        Assert.StartsWith("430[{\"expires\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync($"421[\"sockeye:renew\",\"{await host.TokenAsync("anna", "guest")}\"]");
        Assert.StartsWith("431[{\"error\":{\"code\":\"forbidden\"", await client.ReceiveAsync(), StringComparison.Ordinal);

        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_socket_that_is_let_in_as_the_former_user_is_looked_at_again()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync(use: io => io.Of("/admin").Use(async _ =>
        {
            asked.SetResult();
            await release.Task;
            return ConnectionResult.Accept;
        }));
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "admin"));
        await client.SendAsync("40/admin,");
        await asked.Task.DefaultTimeout();

        await client.SendAsync($"420[\"sockeye:renew\",\"{await host.TokenAsync("anna", "clerk")}\"]");
        Assert.StartsWith("430[{\"expires\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        release.SetResult();

        Assert.StartsWith("40/admin,", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("42/admin,[\"sockeye:refused\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("41/admin,", await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_application_may_ask_another_scheme_and_put_the_credential_where_that_looks()
    {
        await using var host = await StartAsync(static options =>
        {
            options.Credentials.Scheme = "Cookies";
            options.Credentials.Present = static (context, credential) => context.Request.Headers.Cookie = credential.Get<string>(0);
        });
        await using var client = await host.ConnectAsync();
        var cookie = (await host.LogInAsync("Cookies", "anna"))["Cookie: ".Length..];

        await client.SendAsync("420[\"sockeye:renew\",17]");
        Assert.StartsWith("430[{\"error\":{\"code\":\"server_error\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync($"421[\"sockeye:renew\",\"{cookie}\"]");
        Assert.Equal("431[{\"expires\":\"2030-01-01T00:10:00Z\"}]", await client.ReceiveAsync());
        await client.SendAsync("422[\"who\"]");
        Assert.Equal("432[\"anna\",\"none\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Where_renewal_is_off_or_nobody_authenticates_the_event_is_the_applications()
    {
        await using var off = await StartAsync(
            static options => options.Credentials.AllowRenewal = false,
            static io => io.OnConnection(static socket => socket.On("sockeye:renew", static (string text) => text)));
        await using var without = await RunningServer.StartAsync(static io => io.OnConnection(static socket => socket.On("sockeye:renew", static (string text) => text)));
        await using var first = await off.ConnectAsync();
        await using var second = await without.ConnectAsync();

        foreach (var client in new[] { first, second })
        {
            await client.SendAsync("420[\"sockeye:renew\",\"mine\"]");
            Assert.Equal("430[\"mine\"]", await client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task The_application_changes_the_user_by_itself()
    {
        await using var host = await StartAsync(use: static io => io.OnConnection(static socket =>
            socket.On("become", async (string name) => await socket.ChangeUserAsync(AuthenticatedHost.UserNamed(name), cancellationToken: TestContext.Current.CancellationToken))));
        await using var client = await host.ConnectAsync(await host.LogInAsync("BearerToken", "anna", "admin"));
        await client.SendAsync("40/admin,");
        await client.ReceiveAsync();

        await client.SendAsync("420[\"become\",\"bert\"]");

        Assert.StartsWith("42/admin,[\"sockeye:refused\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("41/admin,", await client.ReceiveAsync());
        Assert.Equal("430[]", await client.ReceiveAsync());
        host.Io.ToUser("anna").Emit("for anna");
        host.Io.ToUser("bert").Emit("for bert");
        Assert.Equal("42[\"for bert\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_credentials_request_is_seen_by_who_checks_it_and_by_nobody_else()
    {
        var accessor = new HttpContextAccessor();
        var left = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<string?>();
        await using var host = await AuthenticatedHost.StartAsync(
            io =>
            {
                io.OnConnection(socket => socket.On("look", () => accessor.HttpContext?.Request.Headers.Authorization.ToString()));
                io.Of("/admin").RequireAuthorization(new AuthorizationPolicyBuilder().RequireAssertion(context =>
                {
                    seen.Add(accessor.HttpContext?.Request.Headers.Authorization.ToString());
                    return context.User.IsInRole("admin");
                }).Build());
                io.Of("/admin").OnConnection(socket => socket.OnDisconnect(async _ =>
                {
                    await answered.Task;
                    left.SetResult(accessor.HttpContext?.Request.Headers.Authorization.ToString());
                }));
            },
            services: services => services.AddSingleton<IHttpContextAccessor>(accessor));
        var header = await host.LogInAsync("BearerToken", "anna", "admin");
        await using var client = await host.ConnectAsync(header);
        await client.SendAsync("40/admin,");
        await client.ReceiveAsync();
        await client.SendAsync("421[\"look\"]");
        var before = await client.ReceiveAsync();
        var token = await host.TokenAsync("anna", "clerk");

        await client.SendAsync($"422[\"sockeye:renew\",\"{token}\"]");
        while (!(await client.ReceiveAsync()).StartsWith("432[", StringComparison.Ordinal))
        {
        }

        answered.SetResult();
        Assert.Contains("Bearer " + token, seen);
        Assert.Null(await left.Task.DefaultTimeout());
        await client.SendAsync("423[\"look\"]");
        Assert.Equal(before[3..], (await client.ReceiveAsync())[3..]);
        Assert.Contains(header["Authorization: ".Length..], before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_tries_credentials_without_end_is_closed()
    {
        await using var host = await StartAsync(static options => options.MaxRefusedEventsPerMinute = 3);
        await using var client = await host.ConnectAsync();

        for (var i = 0; i < 4; i++)
        {
            await client.SendAsync($"42{i}[\"sockeye:renew\",\"guess {i}\"]");
            Assert.Equal($"43{i}[{Invalid}]", await client.ReceiveAsync());
        }

        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Catch_all_listeners_do_not_see_credentials()
    {
        var seen = new List<string>();
        await using var host = await StartAsync(use: io => io.OnConnection(socket => socket.OnAny((name, _) => seen.Add(name))));
        await using var client = await host.ConnectAsync();

        await client.SendAsync("420[\"sockeye:renew\",\"nonsense\"]");
        await client.ReceiveAsync();
        await client.SendAsync("421[\"who\"]");
        await client.ReceiveAsync();

        Assert.Equal(["who"], seen);
    }

    private Task<AuthenticatedHost> StartAsync(Action<SocketServerOptions>? configure = null, Action<SocketServer>? use = null) => AuthenticatedHost.StartAsync(
        io =>
        {
            foreach (var ns in new[] { io.Main, io.Of("/free"), io.Of("/admin") })
            {
                ns.OnConnection(static socket => socket.On(
                    "who", (Ack ack) => ack.Send(socket.User.Identity?.Name, socket.User.FindFirst(ClaimTypes.Role)?.Value)));
            }

            io.Of("/admin").RequireAuthorization(new AuthorizationPolicyBuilder().RequireRole("admin").Build());
            use?.Invoke(io);
        },
        configure,
        time: _time);
}
