using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.DependencyInjection;

public sealed class InjectionTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_emitter_is_injected_into_endpoints_controllers_hubs_and_services()
    {
        await using var application = TestHost.Build(services =>
        {
            services.AddSockeyeEvents().AddHandlers<OrderClerk>();
            services.AddControllers().AddApplicationPart(typeof(OrdersController).Assembly);
            services.AddSignalR();
            services.AddHostedService<NightShift>();
        });
        application.UseWebSockets();
        application.MapPost("/minimal/{drink}", (string drink, EventEmitter events) => events.Emit("order placed", new Order(drink)));
        application.MapControllers();
        application.MapHub<OrdersHub>("/hub");
        var all = new List<string>();
        application.Services.GetRequiredService<EventEmitter>().On("order placed", (Order order) => all.Add(order.Drink));
        await application.StartAsync(CancellationToken).DefaultTimeout();
        await application.Services.GetServices<IHostedService>().OfType<NightShift>().Single().ExecuteTask!.DefaultTimeout();

        using var http = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
        Assert.Equal("true", await (await http.PostAsync(new Uri("/minimal/tea", UriKind.Relative), null, CancellationToken).DefaultTimeout()).Content.ReadAsStringAsync(CancellationToken));
        Assert.Equal("true", await (await http.PostAsync(new Uri("/controller/milk", UriKind.Relative), null, CancellationToken).DefaultTimeout()).Content.ReadAsStringAsync(CancellationToken));
        Assert.Contains("\"result\":true", await InvokeHubAsync(http.BaseAddress, "cocoa").DefaultTimeout(), StringComparison.Ordinal);
        await application.StopAsync(CancellationToken).DefaultTimeout();

        Assert.Equal(["coffee", "tea", "milk", "cocoa"], all);
        Assert.Equal(["coffee", "tea", "milk", "cocoa"], application.Services.GetRequiredService<Diary>().Entries);
    }

    // The hub's own protocol is two records of JSON, each ended by a byte.
    private static async Task<string> InvokeHubAsync(Uri address, string drink)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hub" }.Uri, CancellationToken);
        await SendAsync("""{"protocol":"json","version":1}""");
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"Place","arguments":["{{drink}}"]}""");
        var heard = string.Empty;
        var buffer = new byte[4096];
        while (!heard.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal))
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            heard += Encoding.UTF8.GetString(buffer, 0, received.Count);
        }

        return heard;

        async Task SendAsync(string record) =>
            await socket.SendAsync(Encoding.UTF8.GetBytes(record + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, CancellationToken);
    }

    internal sealed class OrderClerk(Diary diary)
    {
        [On("order placed")]
        public void Note(Order order) => diary.Add(order.Drink);
    }

    internal sealed class OrdersHub(EventEmitter events) : Hub
    {
        public bool Place(string drink) => events.Emit("order placed", new Order(drink));
    }

    internal sealed class NightShift(EventEmitter events) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => events.EmitAsync("order placed", new Order("coffee"), stoppingToken);
    }
}

[ApiController]
public sealed class OrdersController(EventEmitter events) : ControllerBase
{
    [HttpPost("/controller/{drink}")]
    public bool Place(string drink) => events.Emit("order placed", new Order(drink));
}
