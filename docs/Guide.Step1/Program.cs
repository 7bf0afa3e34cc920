using Sockeye;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSockeye();
var app = builder.Build();
app.UseFileServer();                                       // wwwroot/index.html
var io = app.MapSockeye();

io.OnConnection(socket => socket.On("sendMessage", (string text) =>
{
    io.Emit("newMessage", text);                           // to everybody, the sender too
    return "sent";                                         // to the sender: the acknowledgement
}));
app.Run();
