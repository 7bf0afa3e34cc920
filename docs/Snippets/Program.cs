using Sockeye;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSockeye();
var app = builder.Build();
app.UseFileServer();                                  // wwwroot/index.html
var io = app.MapSockeye();                            // /socket.io/: the endpoint, and the browser client's files

io.OnConnection(socket =>
{
    socket.On("chat message", (string text) => io.Emit("chat message", text));
    socket.On("add", (int a, int b) => a + b);        // what a handler returns is its acknowledgement
    socket.On("join", async (string room) =>
    {
        await socket.JoinAsync(room);
        socket.To(room).Emit("user joined", socket.Id);
    });
});
app.Run();
