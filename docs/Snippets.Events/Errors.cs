namespace Snippets.Events;

internal static class Errors
{
    public static void EmitStopsAtAThrow()
    {
        var emitter = new EventEmitter();
        emitter.On("print", () => throw new InvalidOperationException("no paper"));
        emitter.On("print", () => Console.WriteLine("never reached"));

        try
        {
            emitter.Emit("print");
        }
        catch (InvalidOperationException exception)
        {
            Console.WriteLine(exception.Message);
        }
    }

    public static void SafeEmit()
    {
        var emitter = new EventEmitter();
        emitter.On(EventEmitter.Error, exception => Console.WriteLine($"error: {exception.Message}"));
        emitter.On("print", () => throw new InvalidOperationException("no paper"));
        emitter.On("print", () => Console.WriteLine("the second listener runs"));

        emitter.SafeEmit("print");
    }

    public static void ErrorWithoutListener()
    {
        var emitter = new EventEmitter();
        try
        {
            emitter.Emit(EventEmitter.Error, new IOException("the disk is full"));
        }
        catch (IOException exception)
        {
            Console.WriteLine($"thrown: {exception.Message}");
        }

        emitter.On(EventEmitter.Error, exception => Console.WriteLine($"heard: {exception.Message}"));
        emitter.Emit(EventEmitter.Error, new IOException("the disk is full"));
    }

    public static void Monitor()
    {
        var emitter = new EventEmitter();
        emitter.On(EventEmitter.ErrorMonitor, exception => Console.WriteLine($"for the log: {exception.Message}"));

        try
        {
            emitter.Emit(EventEmitter.Error, new IOException("the disk is full"));
        }
        catch (IOException)
        {
            Console.WriteLine("thrown all the same");
        }
    }

    public static async Task NobodyLeftToThrowTo()
    {
        var told = new TaskCompletionSource<string>();
        var emitter = new EventEmitter(new EventEmitterOptions
        {
            OnUnhandledError = context => told.SetResult($"{context.EventName}: {context.Exception.Message}"),
        });
        emitter.On("save", async () =>
        {
            await Task.Yield();
            throw new IOException("the disk is full");
        });

        emitter.Emit("save");                        // has returned when the listener fails, and nobody listens to "error"
        Console.WriteLine(await told.Task);
    }
}
