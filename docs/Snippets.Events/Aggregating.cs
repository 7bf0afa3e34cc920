namespace Snippets.Events;

internal static class Aggregating
{
    private static readonly EventKey<int> Sold = new("sold");
    private static readonly EventKey<int> Returned = new("returned");

    public static async Task AllOfThem()
    {
        var emitter = new EventEmitter();
        var both = emitter.OnceAllAsync(["config", "database"]);

        emitter.Emit("database", "orders.db", 3);
        emitter.Emit("config", "production");

        var events = await both;
        Console.WriteLine($"{events.Get<string>("config")}; {events.Get<string>("database")}, version {events.Get<int>("database", 1)}");
    }

    public static async Task ByKeys()
    {
        var emitter = new EventEmitter();
        var both = emitter.OnceAllAsync(Sold, Returned);

        emitter.Emit(Returned, 1);
        emitter.Emit(Sold, 20);

        var (sold, returned) = await both;
        Console.WriteLine($"{sold} sold, {returned} returned");
    }

    public static async Task InTime(ManualTimeProvider clock)
    {
        var emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = clock });
        var ready = emitter.OnceAllAsync(
            ["config", "database", "cache"], new EventAggregatorOptions { Timeout = TimeSpan.FromSeconds(5) });

        emitter.Emit("config", "production");
        clock.Advance(TimeSpan.FromSeconds(5));

        try
        {
            await ready;
        }
        catch (EventsMissingException exception)
        {
            Console.WriteLine($"missing: {string.Join(", ", exception.Missing)}; came: {string.Join(", ", exception.Events.Received.Names)}");
        }
    }

    public static void SetAfterSet()
    {
        var emitter = new EventEmitter();
        using var aggregator = new EventAggregator(emitter, [Sold.Name, Returned.Name], new EventAggregatorOptions { Repeat = true });
        aggregator.On(events => Console.WriteLine($"{events.Get(Sold)} sold, {events.Get(Returned)} returned"));

        emitter.Emit(Sold, 20);
        emitter.Emit(Sold, 25);                  // again, before the other has come: the latest counts
        emitter.Emit(Returned, 1);

        emitter.Emit(Returned, 0);
        emitter.Emit(Sold, 7);
    }
}
