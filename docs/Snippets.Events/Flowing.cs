namespace Snippets.Events;

internal static class Flowing
{
    public static void FilterAndMap()
    {
        var emitter = new EventEmitter();
        using var listening = emitter.Observe(Shop.Ordered)
            .Filter(order => order.Total >= 100)
            .Map(order => $"number {order.Number} is a large one")
            .On(Console.WriteLine);

        emitter.Emit(Shop.Ordered, new Order(1, 20));
        emitter.Emit(Shop.Ordered, new Order(2, 250));
    }

    public static void Debounce(ManualTimeProvider clock)
    {
        var emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = clock });
        emitter.Observe<string>("typed").Debounce(TimeSpan.FromMilliseconds(300)).On(text => Console.WriteLine($"search for {text}"));

        foreach (var text in new[] { "s", "so", "soc" })
        {
            emitter.Emit("typed", text);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        clock.Advance(TimeSpan.FromMilliseconds(200));       // 300 since the last key
    }

    public static void DebounceBothEdges(ManualTimeProvider clock)
    {
        var emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = clock });
        var options = new DebounceOptions { Leading = true, MaxWait = TimeSpan.FromMilliseconds(500) };
        emitter.Observe<int>("resized").Debounce(TimeSpan.FromMilliseconds(200), options).On(width => Console.WriteLine(width));

        for (var width = 100; width <= 107; width++)
        {
            emitter.Emit("resized", width);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        clock.Advance(TimeSpan.FromSeconds(1));
    }

    public static void Throttle(ManualTimeProvider clock)
    {
        var emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = clock });
        emitter.Observe<int>("moved").Throttle(TimeSpan.FromSeconds(1)).On(x => Console.WriteLine(x));

        for (var x = 1; x <= 12; x++)
        {
            emitter.Emit("moved", x);
            clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        clock.Advance(TimeSpan.FromSeconds(1));
    }

    public static void Pipe()
    {
        var shop = new EventEmitter();
        var office = new EventEmitter();
        office.On("sale", (Order order) => Console.WriteLine($"sale: {order.Total}"));
        office.On("volume", (decimal total) => Console.WriteLine($"volume: {total}"));

        shop.Pipe("ordered", office, "sale");                                                    // all arguments, as they are
        shop.Observe(Shop.Ordered).Map(order => order.Total).Pipe(office, "volume");

        shop.Emit(Shop.Ordered, new Order(1, 9.50m));
    }
}
