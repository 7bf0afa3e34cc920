using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Tests.Authentication;

/// <summary>Policies on namespaces, and users as targets.</summary>
public class AuthorizationTests
{
    [Theory]
    [InlineData("anna", "/admin", "{\"sid\":")]
    [InlineData("bert", "/admin", "{\"message\":\"Forbidden\"}")]
    [InlineData("", "/admin", "{\"message\":\"Unauthorized\"}")]
    [InlineData("bert", "/members", "{\"sid\":")]
    [InlineData("", "/members", "{\"message\":\"Unauthorized\"}")]
    [InlineData("anna", "/child-1", "{\"message\":\"Forbidden\"}")]
    [InlineData("bert", "/child-1", "{\"sid\":")]
    [InlineData("anna", "/misspelt", "{\"message\":\"Internal server error\"}")]
    public async Task A_namespace_lets_in_whom_its_policy_does(string user, string name, string expected)
    {
        await using var server = await StartAsync(static io =>
        {
            io.Of("/admin").RequireAuthorization("anna only");
            io.Of("/members").RequireAuthorization();
            io.Of((child, _) => child.StartsWith("/child-", StringComparison.Ordinal))
                .RequireAuthorization(new AuthorizationPolicyBuilder().RequireUserName("bert").Build());
            io.Of("/misspelt").RequireAuthorization("no such policy");
        });
        await using var client = await ConnectAsync(server, user, $"40{name},");

        Assert.Contains($"{name},{expected}", client.Greeting, StringComparison.Ordinal);
        await client.SendAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal); // the connection is kept
    }

    [Fact]
    public async Task What_is_sent_to_a_user_reaches_every_device_of_it_and_nobody_else()
    {
        await using var server = await StartAsync(static _ => { });
        await using var phone = await ConnectAsync(server, "anna", "40");
        await using var desk = await ConnectAsync(server, "anna", "40");
        await using var other = await ConnectAsync(server, "bert", "40");
        await using var nobody = await ConnectAsync(server, "", "40");

        server.Io.ToUser("anna").Emit("hello", "you");
        server.Io.Emit("end");

        Assert.Equal("42[\"hello\",\"you\"]", await phone.ReceiveAsync());
        Assert.Equal("42[\"hello\",\"you\"]", await desk.ReceiveAsync());
        Assert.Equal("42[\"end\"]", await other.ReceiveAsync());
        Assert.Equal("42[\"end\"]", await nobody.ReceiveAsync());
    }

    [Fact]
    public async Task An_option_says_whose_a_socket_is_and_one_that_throws_refuses()
    {
        await using var server = await StartAsync(static _ => { }, static options => options.UserId = static socket =>
            socket.Handshake.Auth.TryGetProperty("as", out var who) ? who.GetString() : throw new InvalidOperationException("nobody said"));
        await using var named = await ConnectAsync(server, "", "40{\"as\":\"carl\"}");
        await using var unnamed = await ConnectAsync(server, "", "40");

        server.Io.ToUser("carl").Emit("hello");

        Assert.Equal("42[\"hello\"]", await named.ReceiveAsync());
        Assert.Equal("44{\"message\":\"Internal server error\"}", unnamed.Greeting);
    }

    [Fact]
    public async Task Nobody_joins_or_leaves_a_users_room_by_its_name()
    {
        await using var server = await StartAsync(static _ => { });
        await using var client = await ConnectAsync(server, "anna", "40");
        var token = TestContext.Current.CancellationToken;
        var socket = Assert.Single(server.Io.Sockets);
        var room = Assert.Single(socket.Rooms, room => room != socket.Id);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(async () => await socket.JoinAsync(room, token));
        Assert.Contains("ToUser", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await socket.JoinAsync(["free", room], token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await socket.LeaveAsync(room, token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await server.Io.SocketsJoinAsync(room, token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await server.Io.SocketsLeaveAsync(room, token));
        Assert.Equal(2, socket.Rooms.Count);
    }

    private static Task<RunningServer> StartAsync(Action<SocketServer> use, Action<SocketServerOptions>? configure = null) =>
        RunningServer.StartAsync(use, configure, static services => services
            .AddSingleton<IStartupFilter, UserByQuery>()
            .AddAuthorization(static options => options.AddPolicy("anna only", static policy => policy.RequireUserName("anna"))));

    private static Task<WireClient> ConnectAsync(RunningServer server, string user, string connect) =>
        WireClient.ConnectAsync(server.Address, connect, query: "&user=" + user);

    /// <summary>Stands in for the application's authentication.</summary>
    private sealed class UserByQuery : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(static (context, following) =>
            {
                if (context.Request.Query["user"].ToString() is { Length: > 0 } name)
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity(
                        [new Claim(ClaimTypes.NameIdentifier, name), new Claim(ClaimTypes.Name, name)], "Test"));
                }

                return following(context);
            });
            next(app);
        };
    }
}
