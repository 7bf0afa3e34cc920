using System.Security.Claims;
using Guide.Step5;
using Microsoft.AspNetCore.Authentication.Cookies;
using Sockeye;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddAuthorization();
builder.Services.AddSingleton(new MessageStore(builder.Configuration["file"] ?? "chat.db"));
builder.Services.AddSockeye();
builder.Services.AddSingleton<Chat>();
builder.Services.AddSingleton(services => services.GetRequiredService<SocketServer>().UsePresence());
builder.Services.AddHostedService<OnlineBoard>();
var app = builder.Build();
app.UseFileServer();
app.MapPost("/log-in", (string name) =>                                // a real one asks for more than a name
{
    var user = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], CookieAuthenticationDefaults.AuthenticationScheme);
    return Results.SignIn(new ClaimsPrincipal(user));
});
app.MapPost("/messages", (NewMessage message, ClaimsPrincipal user, Chat chat) =>
{
    var me = user.FindFirstValue(ClaimTypes.NameIdentifier)!;
    return chat.Send(Rooms.Between(me, message.With), me, message.TempId, message.Text);       // sockets receive it as if it had been an event
}).RequireAuthorization();
app.MapSockeye().MapHandlers<ChatHandlers>();
app.Run();
