using System.Net;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Sockeye.Server.Tests;

public sealed class ClientFileCorsTests
{
    [Fact]
    public async Task The_client_s_files_carry_the_endpoint_s_cross_origin_headers()
    {
        await using var server = await RunningServer.StartAsync(configure: options =>
            options.Cors = new CorsPolicyBuilder("http://a.example.com").AllowCredentials().Build());
        using var http = new HttpClient { BaseAddress = server.Address };

        using var file = await http.GetAsync(new Uri("/socket.io/socket.io.min.js", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal("http://a.example.com", file.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Origin", file.Headers.Vary);
        Assert.Contains("Accept-Encoding", file.Headers.Vary);

        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/socket.io/socket.io.min.js");
        using var answer = await http.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Without_serving_the_client_its_files_are_requests_like_any_other()
    {
        await using var server = await RunningServer.StartAsync(configure: options => options.ServeClient = false);
        using var http = new HttpClient { BaseAddress = server.Address };

        using var file = await http.GetAsync(new Uri("/socket.io/socket.io.js", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, file.StatusCode);
        Assert.Equal(
            "{\"code\":0,\"message\":\"Transport unknown\"}", await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
