using System.Security.Claims;
using Guide.Step3;
using Microsoft.AspNetCore.Authentication.Cookies;
using Sockeye;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddAuthorization();
builder.Services.AddSockeye();
var app = builder.Build();
app.UseFileServer();
app.MapPost("/log-in", (string name) =>                                // a real one asks for more than a name
{
    var user = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], CookieAuthenticationDefaults.AuthenticationScheme);
    return Results.SignIn(new ClaimsPrincipal(user));
});
app.MapSockeye().MapHandlers<ChatHandlers>();
app.Run();
