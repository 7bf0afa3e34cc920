using Sockeye;
using Sockeye.LoadRig.Servers;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
if (builder.Configuration["transport"] == "sockeye")
{
    builder.WebHost.UseSockeyeTransport();
}

builder.Services.AddSockeye(options =>
{
    options.PingInterval = ServerControl.PingInterval;
    options.PingTimeout = ServerControl.PingTimeout;
});
await using var app = builder.Build();
var io = app.MapSockeye();
io.OnConnection(socket =>
{
    socket.On("echo", (string text) => text);
    socket.On("broadcast", (string text) => io.Emit("message", text));
    socket.On("join", async (string room, int count) => await socket.JoinAsync([.. Enumerable.Range(0, count).Select(number => $"{room}-{number}")]));
    socket.On("publish", (string room, string text) => io.To(room).Emit("message", text));
});
await app.StartAsync();
await ServerControl.ServeAsync(app);
