namespace Snippets.Events;

internal static class Readme
{
    public static async Task Events()
    {
        var emitter = new EventEmitter();
        var ordered = new EventKey<Order>("ordered");

        emitter.On(ordered, order => Console.WriteLine($"number {order.Number}: {order.Total}"));
        emitter.On(ordered, async order =>
        {
            await Task.Yield();
            Console.WriteLine($"a mail about number {order.Number}");
        });
        emitter.Once("closed", (string reason) => Console.WriteLine($"closed: {reason}"));

        await emitter.EmitAsync(ordered, new Order(1, 9.50m));       // waits for asynchronous listeners; Emit does not
        emitter.Emit("closed", "holiday");
    }
}
