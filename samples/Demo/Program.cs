using Demo;
using Demo.Data;
using Demo.Hello;
using Demo.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.UseDemoAddress();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // a line for each poll would hide ours
builder.WebHost.UseStaticWebAssets(); // wwwroot is found from any working directory
builder.AddDemoData();
builder.Services.AddSockeye();
builder.Services.AddShell();
builder.Services.AddHello();

var app = builder.Build();
app.UseShell();

var io = app.MapSockeye();
app.MapHello(io);

return await app.RunDemoAsync();
