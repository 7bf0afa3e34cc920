using Guide.Step2;
using Sockeye;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSockeye();
var app = builder.Build();
app.UseFileServer();
app.MapSockeye().MapHandlers<ChatHandlers>();
app.Run();
