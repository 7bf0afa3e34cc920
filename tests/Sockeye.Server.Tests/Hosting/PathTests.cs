using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Hosting;

public sealed class PathTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Theory, Trait("Behaviour", "92")]
    [InlineData("/socket.io")]
    [InlineData("/socket.io/")]
    [InlineData("/socket.io/anything")]
    public async Task The_path_is_served_with_and_without_a_slash_behind_it(string path)
    {
        await using var server = await RunningServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };

        Assert.StartsWith("0{\"sid\":", await http.GetStringAsync(path + "?EIO=4&transport=polling", Aborted).DefaultTimeout(), StringComparison.Ordinal);
        await using var client = await WireClient.ConnectAsync(server.Address, "40", path);
        Assert.StartsWith("40{\"sid\":", client.Greeting, StringComparison.Ordinal);
    }

    [Fact, Trait("Behaviour", "59"), Trait("Behaviour", "105"), Trait("Behaviour", "106")]
    public async Task Middleware_of_the_application_stands_before_it_and_other_paths_are_the_application_s()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSockeye();
        await using var app = builder.Build();
        app.Use(async (context, next) =>
        {
            context.Response.Headers["x-seen"] = context.WebSockets.IsWebSocketRequest || context.Request.Headers.Upgrade.Count > 0 ? "upgrade" : "request";
            if (context.Request.Query.ContainsKey("stop"))
            {
                context.Response.StatusCode = StatusCodes.Status418ImATeapot;
                return;
            }

            await next(context);
        });
        app.MapSockeye();
        app.MapGet("/page", () => "the application's");
        await app.StartAsync(Aborted);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        using var http = new HttpClient { BaseAddress = address };

        using var open = await http.GetAsync("/socket.io/?EIO=4&transport=polling", Aborted).DefaultTimeout();
        Assert.Equal((HttpStatusCode.OK, "request"), (open.StatusCode, open.Headers.GetValues("x-seen").Single()));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/other/?EIO=4&transport=polling", Aborted).DefaultTimeout()).StatusCode);
        Assert.Equal("the application's", await http.GetStringAsync("/page", Aborted).DefaultTimeout());
        Assert.Equal((418, null), await UpgradeAsync(address, "/socket.io/?EIO=4&transport=websocket&stop=1"));
        Assert.Equal((101, "upgrade"), await UpgradeAsync(address, "/socket.io/?EIO=4&transport=websocket"));
        Assert.Equal(404, (await UpgradeAsync(address, "/other/?EIO=4&transport=websocket")).Status);
    }

    private static async Task<(int Status, string? Seen)> UpgradeAsync(Uri address, string target)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Aborted).DefaultTimeout();
        return ((int)response.StatusCode, response.StatusCode == HttpStatusCode.SwitchingProtocols ? response.Headers.GetValues("x-seen").Single() : null);
    }
}
