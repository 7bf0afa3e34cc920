using Demo;
using Demo.Accounts;
using Demo.Chat;
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
builder.AddAccounts();
builder.Services.AddHello();
builder.Services.AddChat();

var app = builder.Build();
app.UseAccounts();
app.UseShell();
app.UseAuthorization(); // inside the shell, which gives what is refused a body

var io = app.MapSockeye();
app.MapHello(io);
app.MapAccounts(io);
app.MapChat(io);

return await app.RunDemoAsync();
