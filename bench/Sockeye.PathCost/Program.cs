using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Sockeye;
using Sockeye.PathCost;

// Runs one path so often, on one thread and through memory, and prints the bytes and the time of each operation on standard output.
//   Sockeye.PathCost echo|delivery OPERATIONS
const int Clients = 100; // a broadcast's
var (path, operations) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
var text = new string('x', 64);
var transport = new MemoryTransport();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<IConnectionListenerFactory>(transport);
builder.Services.AddSingleton<TimeProvider>(new SteppingClock());
builder.Services.AddSockeye();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var app = builder.Build();
var io = app.MapSockeye();
io.OnConnection(static socket => socket.On("echo", static (string said) => said));
await app.StartAsync();

var clients = new MemoryClient[path == "echo" ? 1 : Clients];
for (var i = 0; i < clients.Length; i++)
{
    clients[i] = new MemoryClient(transport.Connect());
    await clients[i].ConnectAsync();
}

var question = MemoryClient.Frame($"420[\"echo\",\"{text}\"]");
Action operation = path == "echo" ? Echo : path == "delivery" ? Deliver : throw new ArgumentException($"'{path}' is no path: it is echo or delivery.");

// The server's reading loops begin on the threads of their handshakes; once they have waited there for the client, they run on this one.
for (var settled = 0; settled < 100;)
{
    var before = Waits();
    operation();
    settled = Waits() == before ? settled + 1 : 0;
}

var each = path == "echo" ? 1 : Clients;
for (var i = 0; i < Math.Min(2_000, operations); i += each)
{
    operation();
}

var waits = Waits();
var allocated = GC.GetTotalAllocatedBytes(precise: true);
var started = Stopwatch.GetTimestamp();
for (var i = 0; i < operations; i += each)
{
    operation();
}

var time = Stopwatch.GetElapsedTime(started);
allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
if (Waits() != waits)
{
    throw new InvalidOperationException("Something left the thread among what was counted.");
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"bytes {(double)allocated / operations:0.00} nanoseconds {time.TotalNanoseconds / operations:0}"));
Environment.Exit(0); // closing is not what is counted

long Waits() => clients.Sum(static client => client.Waits);

void Echo()
{
    clients[0].Send(question);
    clients[0].Take("??430[\"\"]".Length + text.Length);
}

void Deliver()
{
    io.Emit("message", text);
    foreach (var client in clients)
    {
        client.Take("??42[\"message\",\"\"]".Length + text.Length);
    }
}
