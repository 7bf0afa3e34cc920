namespace Snippets.Events;

internal static class AsyncListeners
{
    public static async Task EmitOwnsWhatItStarts()
    {
        var emitter = new EventEmitter();
        var written = new TaskCompletionSource();
        emitter.On("saved", async (string file) =>
        {
            await written.Task;
            Console.WriteLine($"{file} is copied");
        });

        emitter.Emit("saved", "a.txt");          // starts the listener and returns
        Console.WriteLine("Emit has returned");

        written.SetResult();
        await emitter.DisposeAsync();            // waits for what still runs
    }

    public static async Task OneAfterTheOther()
    {
        var emitter = new EventEmitter();
        foreach (var name in new[] { "first", "second" })
        {
            emitter.On("step", async () =>
            {
                Console.WriteLine($"{name} begins");
                await Task.Yield();
                Console.WriteLine($"{name} ends");
            });
        }

        await emitter.EmitAsync("step");
    }

    public static async Task AtTheSameTime()
    {
        var emitter = new EventEmitter();
        var (ping, pong) = (new TaskCompletionSource(), new TaskCompletionSource());
        emitter.On("play", async () =>
        {
            await pong.Task;                     // EmitAsync would wait here for ever
            Console.WriteLine("ping");
            ping.SetResult();
        });
        emitter.On("play", async () =>
        {
            pong.SetResult();
            await ping.Task;
            Console.WriteLine("pong");
        });

        await emitter.EmitParallelAsync("play");
    }

    public static async Task FailuresOfAll()
    {
        var emitter = new EventEmitter();
        emitter.On("check", () => throw new InvalidOperationException("no paper"));
        emitter.On("check", async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("no ink");
        });
        emitter.On("check", () => Console.WriteLine("the third listener runs"));

        try
        {
            await emitter.EmitAsync("check");
        }
        catch (AggregateException failures)
        {
            foreach (var failure in failures.InnerExceptions.OfType<ListenerException>())
            {
                Console.WriteLine($"{failure.EventName}: {failure.InnerException!.Message}");
            }
        }
    }

    public static async Task AsyncFailuresGoToError()
    {
        var emitter = new EventEmitter();
        emitter.On(EventEmitter.Error, exception => Console.WriteLine($"error: {exception.Message}"));
        emitter.On("save", async () =>
        {
            await Task.Yield();
            throw new IOException("the disk is full");
        });

        emitter.Emit("save");
        await emitter.DisposeAsync();
    }
}
