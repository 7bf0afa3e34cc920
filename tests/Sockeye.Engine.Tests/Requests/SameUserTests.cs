using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Requests;

/// <summary>A session's id alone does not make one user another.</summary>
public class SameUserTests
{
    private const string Forbidden = """{"code":4,"message":"Forbidden"}""";

    [Theory]
    [InlineData("anna", "anna", 200)]
    [InlineData("anna", "bert", 403)]
    [InlineData("anna", "", 403)]
    [InlineData("", "bert", 403)]
    [InlineData("", "", 200)]
    public async Task A_post_and_a_poll_of_another_user_than_the_handshakes_are_refused(string opener, string other, int status)
    {
        await using var host = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);
        var query = await OpenAsync(connection, opener);

        await connection.SendAsync($"POST /engine.io/?{query} HTTP/1.1\nHost: localhost\nX-User: {other}\nContent-Length: 2", "4a");
        var post = await connection.ReadResponseAsync();
        Assert.Equal((status, status == 200 ? "ok" : Forbidden), (post.Status, post.Text));

        if (status != 200)
        {
            await connection.SendAsync($"GET /engine.io/?{query} HTTP/1.1\nHost: localhost\nX-User: {other}");
            var poll = await connection.ReadResponseAsync();
            Assert.Equal((403, Forbidden), (poll.Status, poll.Text));
        }

        Assert.Equal(1, host.Engine.SessionCount); // whoever opened it keeps it
    }

    [Theory]
    [InlineData("anna", 101)]
    [InlineData("bert", 403)]
    [InlineData("", 403)]
    public async Task An_upgrade_of_another_user_is_refused(string other, int status)
    {
        await using var host = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);
        var query = (await OpenAsync(connection, "anna")).Replace("polling", "websocket", StringComparison.Ordinal);

        await connection.SendAsync(
            $"GET /engine.io/?{query} HTTP/1.1\nHost: localhost\nX-User: {other}\nConnection: Upgrade\nUpgrade: websocket\n" +
            "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        Assert.Equal(status, (await connection.ReadResponseAsync()).Status);
    }

    [Theory]
    [InlineData("role=clerk", "role=clerk", 200)]
    [InlineData("role=clerk", "role=admin", 403)]
    [InlineData("role=clerk", "role=clerk&id=anna", 403)]
    [InlineData("id=&role=clerk", "id=&role=admin", 403)]
    [InlineData("none", "none", 403)]
    public async Task Users_without_a_name_are_told_apart_by_what_else_is_known_of_them_and_by_nothing_never(string opener, string other, int status)
    {
        await using var host = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Url);
        var query = await OpenAsync(connection, opener);

        await connection.SendAsync($"POST /engine.io/?{query} HTTP/1.1\nHost: localhost\nX-User: {other}\nContent-Length: 2", "4a");

        Assert.Equal(status, (await connection.ReadResponseAsync()).Status);
    }

    [Fact]
    public void A_session_is_nobody_s_whom_nothing_names()
    {
        Assert.Null(EngineSession.UserIdOf(UserOf("role=clerk")));
        Assert.Null(EngineSession.UserIdOf(UserOf("id=")));
        Assert.Null(EngineSession.UserIdOf(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "anna")]))));
        Assert.Equal("anna", EngineSession.UserIdOf(UserOf("id=&sub=anna&name=a")));
        Assert.Equal("a", EngineSession.UserIdOf(UserOf("sub=&name=a")));
    }

    private static ClaimsPrincipal UserOf(string said) => new(new ClaimsIdentity(
        said.Contains('=', StringComparison.Ordinal) ? said.Split('&').Select(static claim => claim.Split('=')).Select(static claim => new Claim(
            claim[0] switch { "id" => ClaimTypes.NameIdentifier, "name" => ClaimTypes.Name, var type => type }, claim[1])) :
        said == "none" ? [] : [new Claim(ClaimTypes.NameIdentifier, said)],
        "Test"));

    private static async Task<string> OpenAsync(RawConnection connection, string user)
    {
        await connection.SendAsync($"GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost\nX-User: {user}");
        var open = await connection.ReadResponseAsync();
        using var json = System.Text.Json.JsonDocument.Parse(open.Text[1..]);
        return "EIO=4&transport=polling&sid=" + json.RootElement.GetProperty("sid").GetString();
    }

    private static Task<EngineHost> StartAsync() => EngineHost.StartAsync(pipeline: static app => app.Use(static (context, next) =>
    {
        if (context.Request.Headers["X-User"].ToString() is { Length: > 0 } name)
        {
            context.User = UserOf(name);
        }

        return next(context);
    }));
}
