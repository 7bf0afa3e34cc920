using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Hosting;

public sealed class TwoServersTests
{
    [Fact]
    public async Task Two_servers_in_one_application_have_clients_events_and_ends_of_their_own()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSockeye();
        builder.Services.AddSockeye("admin", options => options.Path = "/admin.io");
        await using var app = builder.Build();
        var io = app.MapSockeye();
        var admin = app.MapSockeye("admin");
        io.OnConnection(socket => socket.On("who", () => "public"));
        admin.OnConnection(socket => socket.On("who", () => "admin"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await using var one = await WireClient.ConnectAsync(address, "40");
        await using var two = await WireClient.ConnectAsync(address, "40", "/admin.io/");

        await one.SendAsync("421[\"who\"]");
        await two.SendAsync("421[\"who\"]");
        Assert.Equal("431[\"public\"]", await one.ReceiveAsync());
        Assert.Equal("431[\"admin\"]", await two.ReceiveAsync());
        io.Emit("to the public");
        admin.Emit("to admins");
        Assert.Equal("42[\"to the public\"]", await one.ReceiveAsync());
        Assert.Equal("42[\"to admins\"]", await two.ReceiveAsync());
        Assert.Equal((1, 1), (io.ConnectionCount, admin.ConnectionCount));

        await admin.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal("closed", await two.ReceiveAsync());
        Assert.True(await one.RoundTripAsync());
        var stopping = app.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("closed", await one.ReceiveAsync());
        await stopping.DefaultTimeout();
    }
}
