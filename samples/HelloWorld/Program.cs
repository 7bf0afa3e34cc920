using Sockeye;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSockeye();
var app = builder.Build();
app.UseFileServer(); // wwwroot/index.html

var io = app.MapSockeye(); // /socket.io/ : the endpoint, and the browser client's files
io.OnConnection(socket =>
{
    socket.Emit("welcome", socket.Id);
    socket.On("chat message", (string text) => io.Emit("chat message", text));
});

app.Run();
