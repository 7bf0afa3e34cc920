namespace Snippets.Events;

internal static class TypedKeys
{
    public static void ByKey()
    {
        var emitter = new EventEmitter();

        emitter.On(Shop.Ordered, order => Console.WriteLine($"number {order.Number}"));     // an Order: no cast, no type to repeat
        emitter.On(Shop.Opened, () => Console.WriteLine("open"));

        emitter.Emit(Shop.Opened);
        emitter.Emit(Shop.Ordered, new Order(1, 9.50m));
    }

    public static void KeyAndName()
    {
        var emitter = new EventEmitter();
        emitter.On(Shop.Ordered, order => Console.WriteLine($"by key: {order.Total}"));
        emitter.On("ordered", (Order order) => Console.WriteLine($"by name: {order.Total}"));

        emitter.Emit(Shop.Ordered, new Order(1, 9.50m));
        emitter.Emit("ordered", new Order(2, 4.00m));
        Console.WriteLine($"{Shop.Ordered.Name} has {emitter.ListenerCount(Shop.Ordered)} listeners");
    }

    public static void DerivedEmitter()
    {
        var counter = new Counter();
        counter.On(Counter.Reached, value => Console.WriteLine($"reached {value}"));

        for (var i = 0; i < 20; i++)
        {
            counter.Add();
        }
    }
}
