namespace Snippets.Events;

internal static class Waiting
{
    public static async Task OneEvent()
    {
        var emitter = new EventEmitter();
        var next = emitter.OnceAsync(Shop.Ordered);                      // listens from here on
        var moved = emitter.OnceAsync<int, int>("moved");                // several arguments: a tuple

        emitter.Emit(Shop.Ordered, new Order(1, 9.50m));
        emitter.Emit("moved", 3, 4);

        var (x, y) = await moved;
        Console.WriteLine($"{(await next).Total}; {x}, {y}");
    }

    public static async Task AnErrorMeanwhile()
    {
        var emitter = new EventEmitter();
        var ready = emitter.OnceAsync("ready");

        emitter.Emit(EventEmitter.Error, new IOException("no such host"));

        try
        {
            await ready;
        }
        catch (IOException exception)
        {
            Console.WriteLine(exception.Message);
        }
    }

    public static async Task NotForEver()
    {
        var emitter = new EventEmitter();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        try
        {
            await emitter.OnceAsync("ready", patience.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"gave up; {emitter.ListenerCount("ready")} listeners are left");
        }
    }

    public static async Task AStreamOfEvents()
    {
        var emitter = new EventEmitter();
        var orders = emitter.ReadAllAsync(Shop.Ordered);                 // keeps what is emitted from here on

        emitter.Emit(Shop.Ordered, new Order(1, 9.50m));
        emitter.Emit(Shop.Ordered, new Order(2, 4.00m));

        await foreach (var order in orders)
        {
            Console.WriteLine(order.Number);
            if (order.Number == 2)
            {
                break;                                                   // leaves no listener behind
            }
        }
    }

    public static async Task ABoundedStream()
    {
        var emitter = new EventEmitter();
        var latest = emitter.ReadAllAsync<int>("temperature", new EventStreamOptions { Capacity = 2, Overflow = EventOverflow.DropOldest });
        var all = emitter.ReadAllAsync<int>("temperature", new EventStreamOptions { Capacity = 2 });

        foreach (var degrees in new[] { 19, 20, 21 })
        {
            emitter.Emit("temperature", degrees);
        }

        await emitter.DisposeAsync();                                    // ends both streams; what they keep is still read
        Console.WriteLine(string.Join(", ", await latest.ToArrayAsync()));
        try
        {
            await all.ToArrayAsync();
        }
        catch (EventOverflowException exception)
        {
            Console.WriteLine(exception.Message);
        }
    }
}
