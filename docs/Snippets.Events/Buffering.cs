namespace Snippets.Events;

internal static class Buffering
{
    public static async Task InBatches()
    {
        var emitter = new EventEmitter();
        var batches = new EventBuffer<Order>(
            orders => Console.WriteLine($"{orders.Count} orders, {orders.Sum(order => order.Total)} in all"),
            new EventBatchOptions<Order> { MaxSize = 2 });
        batches.Collect(emitter, Shop.Ordered);

        for (var number = 1; number <= 3; number++)
        {
            emitter.Emit(Shop.Ordered, new Order(number, 10));
        }

        await batches.DisposeAsync();            // flushes what is left
    }

    public static async Task AfterAQuietDelay(ManualTimeProvider clock)
    {
        var flushed = new TaskCompletionSource<string>();
        await using var buffer = new EventBuffer<string>(
            words => flushed.SetResult(string.Join(' ', words)),
            new EventBatchOptions<string> { QuietDelay = TimeSpan.FromMilliseconds(100), TimeProvider = clock });

        buffer.Add("wait");
        clock.Advance(TimeSpan.FromMilliseconds(99));
        buffer.Add("for me");
        clock.Advance(TimeSpan.FromMilliseconds(99));
        Console.WriteLine($"{buffer.Count} wait");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Console.WriteLine(await flushed.Task);
    }

    public static async Task NothingIsLost(ManualTimeProvider clock)
    {
        var attempts = 0;
        var failed = new TaskCompletionSource();
        await using var buffer = new EventBuffer<int>(
            numbers =>
            {
                if (++attempts == 1)
                {
                    throw new IOException("the database is away");
                }

                Console.WriteLine($"attempt {attempts}: {string.Join(", ", numbers)}");
            },
            new EventBatchOptions<int>
            {
                MaxSize = 2,
                RetryDelay = TimeSpan.FromSeconds(10),
                TimeProvider = clock,
                OnFailed = batch =>
                {
                    Console.WriteLine($"attempt {batch.Attempt}: {batch.Exception.Message}");
                    failed.SetResult();
                },
            });

        buffer.Add(1);
        buffer.Add(2);
        await failed.Task;
        buffer.Add(3);                           // waits behind the batch that failed
        await buffer.FlushAsync();               // or RetryDelay later
    }
}
