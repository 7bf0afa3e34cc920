using Microsoft.AspNetCore.Http.Connections;
using Sockeye.LoadRig.Servers;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddSignalR(options =>
{
    // The beat of the Socket.IO peers: SignalR's own default is 15 seconds.
    options.KeepAliveInterval = ServerControl.PingInterval;
    options.ClientTimeoutInterval = ServerControl.PingInterval + ServerControl.PingTimeout;
});
await using var app = builder.Build();
app.MapHub<EchoHub>("/hub", options => options.Transports = HttpTransportType.WebSockets);
await app.StartAsync();
await ServerControl.ServeAsync(app);
