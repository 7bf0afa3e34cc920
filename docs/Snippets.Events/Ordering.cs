using System.Text;

namespace Snippets.Events;

internal static class Ordering
{
    public static void Synchronous()
    {
        var emitter = new EventEmitter();
        emitter.On("event", () => Console.WriteLine("first listener"));
        emitter.On("event", () => Console.WriteLine("second listener"));

        Console.WriteLine("before");
        emitter.Emit("event");
        Console.WriteLine("after");
    }

    public static void Nested()
    {
        var emitter = new EventEmitter();
        emitter.On("outer", () =>
        {
            Console.WriteLine("outer, first");
            emitter.Emit("inner");
        });
        emitter.On("outer", () => Console.WriteLine("outer, second"));
        emitter.On("inner", () => Console.WriteLine("inner"));

        emitter.Emit("outer");
    }

    public static async Task Queues()
    {
        var emitter = new EventEmitter();
        emitter.On("event", async () =>
        {
            Console.WriteLine("listener");
            await Task.Yield();                          // from here on a thread of the pool
            Console.WriteLine("later");
        });

        await emitter.EmitAsync("event");                // and not Emit, where something depends on it
        Console.WriteLine("after");
    }

    public static void CompletedAwaits()
    {
        var emitter = new EventEmitter();
        emitter.On("event", async () =>
        {
            Console.WriteLine("listener begins");
            await Task.CompletedTask;                    // nothing to wait for: it goes straight on
            Console.WriteLine("listener goes on");
        });

        emitter.Emit("event");
        Console.WriteLine("after");
    }

    public static async Task InSequence()
    {
        var emitter = new EventEmitter();
        foreach (var name in new[] { "a", "b" })
        {
            emitter.On("event", async () =>
            {
                Console.WriteLine($"{name} begins");
                await Task.Yield();
                Console.WriteLine($"{name} ends");
            });
        }

        await emitter.EmitAsync("event");
    }

    public static async Task Together()
    {
        var emitter = new EventEmitter();
        var gate = new TaskCompletionSource();
        emitter.On("event", async () =>
        {
            Console.WriteLine("a begins");
            await gate.Task;
            Console.WriteLine("a ends");
        });
        emitter.On("event", async () =>
        {
            Console.WriteLine("b begins");
            await Task.Yield();
            Console.WriteLine("b ends");
            gate.SetResult();
        });

        await emitter.EmitParallelAsync("event");
        Console.WriteLine("all done");
    }

    public static async Task Waiters()
    {
        var emitter = new EventEmitter();
        var waiting = emitter.OnceAsync("event");
        emitter.On("event", () => Console.WriteLine("listener"));

        emitter.Emit("event");
        Console.WriteLine("after");

        await waiting;
        Console.WriteLine("waiter");
    }

    public static async Task Kept()
    {
        var emitter = new EventEmitter();
        var numbers = emitter.ReadAllAsync<int>("number");

        emitter.Emit("number", 1);
        emitter.Emit("number", 2);
        Console.WriteLine("emitted");

        await foreach (var number in numbers)
        {
            Console.WriteLine(number);
            if (number == 2)
            {
                break;
            }
        }
    }

    public static void Timers(ManualTimeProvider clock)
    {
        var emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = clock });
        emitter.Observe<string>("event").Debounce(TimeSpan.FromMilliseconds(200)).On(_ => Console.WriteLine("after 200 ms"));
        emitter.Observe<string>("event").Debounce(TimeSpan.FromMilliseconds(10)).On(_ => Console.WriteLine("after 10 ms"));

        emitter.Emit("event", "");
        Console.WriteLine("emitted");
        clock.Advance(TimeSpan.FromMilliseconds(200));
    }

    public static async Task Chunks()
    {
        var readable = Readable.From(new MemoryStream("ab"u8.ToArray()), new ReadableOptions { ChunkSize = 1 });
        readable.On(Readable.Data, async chunk =>
        {
            var text = Encoding.UTF8.GetString(chunk.Span);
            Console.WriteLine($"{text} begins");
            await Task.Yield();
            Console.WriteLine($"{text} ends");           // and only then the next chunk
        });
        readable.On(Readable.End, () => Console.WriteLine("end"));

        await readable.RunAsync();
    }

    public static void ErrorsInOrder()
    {
        var emitter = new EventEmitter();
        emitter.On(EventEmitter.Error, exception => Console.WriteLine($"listener: {exception.Message}"));
        emitter.On(EventEmitter.ErrorMonitor, exception => Console.WriteLine($"monitor: {exception.Message}"));

        emitter.Emit(EventEmitter.Error, new IOException("bad"));
        Console.WriteLine("after");
    }

    public static async Task Threads()
    {
        var emitter = new EventEmitter();
        var (once, each) = (0, 0);
        emitter.Once("event", () => Interlocked.Increment(ref once));
        emitter.On("event", () => Interlocked.Increment(ref each));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => emitter.Emit("event"))));
        Console.WriteLine($"{once} of {each}");
    }
}
