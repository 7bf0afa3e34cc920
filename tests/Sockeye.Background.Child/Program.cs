using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye;
using SQLitePCL;

// Arguments: what to do, and the file to do it in. What it has to say it writes to standard output, a line at a time.
var (command, path) = (args[0], args[1]);
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSockeyeBackground(background => background
    .Configure(options => options.RunsListeners = command == "work")
    .On<string>("said", "echo", (text, _) => Console.Out.WriteLineAsync($"did {text}"), listener => listener.Concurrency = 4));
builder.Services.AddSockeyeBackground(background => _ = command == "memory" ? background.UseMemory() : background.UseSqlite(path));
using var host = builder.Build();
using var connection = command == "provider" ? ConnectWithFunction() : null;
try
{
    await host.StartAsync();
    Console.WriteLine("started");
    var events = host.Services.GetRequiredService<IBackgroundEvents>();
    switch (command)
    {
        case "emit" or "memory":
            await EmitAsync(events);
            break;
        case "fill":
            await FillAsync(events);
            break;
        case "provider":
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Console.WriteLine($"twice {Twice(connection!, 21)}");
            break;
        default:
            await Console.In.ReadLineAsync(); // works until it is told to stop
            break;
    }

    await host.StopAsync();
}
catch (JobStoreException exception)
{
    Console.WriteLine($"failed {exception.Failure} {exception.Message}");
}

// The markers are single writes to standard error: a trace shows what lies between them.
static async Task EmitAsync(IBackgroundEvents events)
{
    await events.EmitAsync("said", "first"); // what the first call makes ready is not what is looked at
    Mark("one begins");
    await events.EmitAsync("said", "one");
    Mark("one ends");
    Mark("many begin");
    await Task.WhenAll(Enumerable.Range(0, 300).Select(number => events.EmitAsync("said", $"{number}").AsTask()));
    Mark("many end");
}

static async Task FillAsync(IBackgroundEvents events)
{
    var stored = 0;
    try
    {
        for (var payload = new string('x', 20_000); stored < 100_000; stored++)
        {
            await events.EmitAsync("said", payload);
        }
    }
    finally
    {
        Console.WriteLine($"stored {stored}");
    }
}

// As an application does that has functions of its own in SQL: it gives them anew to a connection that comes from a pool, and the provider of the first time keeps itself.
static sqlite3 ConnectWithFunction()
{
    Batteries_V2.Init();
    Check(raw.sqlite3_open(":memory:", out var connection));
    AddTwice(connection);
    Batteries_V2.Init();
    AddTwice(connection);
    return connection;
}

static void AddTwice(sqlite3 connection) => Check(raw.sqlite3_create_function(
    connection, "twice", 1, null, static (context, _, values) => raw.sqlite3_result_int64(context, 2 * raw.sqlite3_value_int64(values[0]))));

static long Twice(sqlite3 connection, int number)
{
    Check(raw.sqlite3_prepare_v2(connection, $"SELECT twice({number})", out var statement));
    using (statement)
    {
        return raw.sqlite3_step(statement) == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : throw new InvalidOperationException("No row came.");
    }
}

static void Check(int code)
{
    if (code != raw.SQLITE_OK)
    {
        throw new InvalidOperationException($"SQLite answered {code}: {raw.sqlite3_errstr(code).utf8_to_string()}.");
    }
}

static void Mark(string text) => Console.Error.WriteLine($"[{text}]");
