using Demo;
using Demo.Accounts;
using Demo.Birthdays;
using Demo.Chat;
using Demo.Data;
using Demo.Hello;
using Demo.Mail;
using Demo.Office;
using Demo.Orders;
using Demo.Shell;
using Demo.Sms;
using Demo.Work;

var builder = WebApplication.CreateBuilder(args);
builder.UseDemoAddress();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // a line for each poll would hide ours
builder.WebHost.UseStaticWebAssets(); // wwwroot is found from any working directory
builder.AddDemoData();
builder.Services.AddSockeye(static options => options.FailureAnswer = FullDisk.AnswerTo);
builder.AddWork();
builder.Services.AddShell();
builder.AddProxy();
builder.AddAccounts();
builder.Services.AddHello();
builder.AddChat();
builder.AddMail();
builder.AddSms();
builder.AddOrders();
builder.Services.AddOffice();
builder.AddBirthdays();

var app = builder.Build();
app.UseProxy();
app.UseAccounts();
app.UseShell();
app.UseAuthorization(); // inside the shell, which gives what is refused a body

var io = app.MapSockeye();
app.MapHello(io);
app.MapAccounts(io);
app.MapChat(io);
app.MapMail();
app.MapSms();
app.MapOrders(io);
app.MapOffice();
app.MapBirthdays();

return await app.RunDemoAsync();
