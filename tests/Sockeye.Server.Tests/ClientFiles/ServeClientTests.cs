using System.Net;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Sockeye.Server.Tests;

/// <summary>The client's files as one part of the endpoint.</summary>
public sealed class ServeClientTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact, Trait("Behaviour", "57")]
    public async Task With_serve_client_off_the_names_are_requests_like_any_other()
    {
        await using var server = await RunningServer.StartAsync(configure: options => options.ServeClient = false);
        using var client = new HttpClient { BaseAddress = server.Address };

        using var response = await client.GetAsync("/socket.io/socket.io.js", Aborted);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"code":0,"message":"Transport unknown"}""", await response.Content.ReadAsStringAsync(Aborted));
    }

    [Theory, Trait("Behaviour", "59")]
    [InlineData("socket.io.esm.js")]
    [InlineData("sub/socket.io.js")]
    [InlineData("SOCKET.IO.JS")]
    public async Task Other_names_are_requests_like_any_other(string name)
    {
        await using var server = await RunningServer.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };

        using var response = await client.GetAsync("/socket.io/" + name, Aborted);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"code":0,"message":"Transport unknown"}""", await response.Content.ReadAsStringAsync(Aborted));
    }

    [Fact]
    public async Task The_files_lie_under_the_server_s_path()
    {
        await using var server = await RunningServer.StartAsync(configure: options => options.Path = "/live/events");
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.Equal(NpmClient.Read("socket.io.min.js"), await client.GetByteArrayAsync("/live/events/socket.io.min.js", Aborted));
        using var elsewhere = await client.GetAsync("/socket.io/socket.io.min.js", Aborted);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact, Trait("Behaviour", "54")]
    public async Task The_files_go_out_with_the_endpoint_s_cors_headers()
    {
        var policy = new CorsPolicyBuilder("http://app.example", "http://other.example").AllowCredentials().Build();
        await using var server = await RunningServer.StartAsync(configure: options => options.Cors = policy);
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("Origin", "http://app.example");

        using var response = await client.GetAsync("/socket.io/socket.io.js", Aborted);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["http://app.example"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["Origin", "Accept-Encoding"], response.Headers.Vary);
    }
}
