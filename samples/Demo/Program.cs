using Demo;
using Demo.Hello;

var builder = WebApplication.CreateBuilder(args);
builder.UseDemoAddress();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // a line for each poll would hide ours
builder.WebHost.UseStaticWebAssets(); // wwwroot is found from any working directory
builder.Services.AddSockeye();
builder.Services.AddHello();

var app = builder.Build();
app.UsePages();

var io = app.MapSockeye();
app.MapHello(io);

return await app.RunDemoAsync();
