namespace Snippets.Events;

internal static class EmitterBasics
{
    public static void FirstExample()
    {
        var emitter = new EventEmitter();

        emitter.On("greet", (string name) => Console.WriteLine($"Hello, {name}!"));
        emitter.Once("greet", () => Console.WriteLine("Somebody was greeted for the first time."));

        var heard = emitter.Emit("greet", "Ada");
        emitter.Emit("greet", "Grace");
        Console.WriteLine($"{heard}, and nobody listens to \"leave\": {emitter.Emit("leave", "Ada")}");
    }

    public static void Arguments()
    {
        var emitter = new EventEmitter();
        emitter.On("moved", (int x, int y) => Console.WriteLine($"to {x}, {y}"));
        emitter.On("moved", (int x) => Console.WriteLine($"column {x}"));                 // fewer parameters: the rest is left out
        emitter.On("moved", (object x, object y) => Console.WriteLine($"objects {x}, {y}"));
        emitter.Emit("moved", 3, 4);

        emitter.On("moved", (string where) => Console.WriteLine(where));
        try
        {
            emitter.Emit("moved", 5, 6);
        }
        catch (ListenerTypeException exception)
        {
            Console.WriteLine(exception.Message);                                         // before any listener has run
        }
    }

    public static void OrderOfListeners()
    {
        var emitter = new EventEmitter();
        emitter.On("start", () => Console.WriteLine("second"));
        emitter.On("start", () => Console.WriteLine("third"));
        emitter.Prepend("start", () => Console.WriteLine("first"));

        emitter.Emit("start");
        Console.WriteLine("Emit has returned");
    }

    public static void TakingListenersBack()
    {
        var emitter = new EventEmitter();
        void Listen(string text) => Console.WriteLine(text);

        emitter.On<string>("said", Listen);
        emitter.Off("said", (Action<string>)Listen);               // as in Node.js: by the delegate

        var registration = emitter.On<string>("said", Listen);
        registration.Dispose();                                    // or by what On returned

        using var cancellation = new CancellationTokenSource();
        emitter.On<string>("said", Listen, cancellation.Token);
        cancellation.Cancel();                                     // or by a token

        emitter.On<string>("said", Listen);
        emitter.RemoveAll("said");                                 // or all of an event, or all of them: RemoveAll()

        Console.WriteLine(emitter.Emit("said", "nobody hears this"));
    }

    public static void ChangesDuringAnEmit()
    {
        var emitter = new EventEmitter();
        IDisposable? second = null;
        emitter.On("tick", () =>
        {
            Console.WriteLine("one");
            second!.Dispose();
            emitter.On("tick", () => Console.WriteLine("three"));
        });
        second = emitter.On("tick", () => Console.WriteLine("two"));

        emitter.Emit("tick");      // the listeners there were when it began
        Console.WriteLine("-");
        emitter.Emit("tick");
    }

    public static void ListenersHeardOf()
    {
        var emitter = new EventEmitter();
        emitter.On(EventEmitter.NewListener, (string name, Delegate listener) => Console.WriteLine($"before one is added to {name}"));
        emitter.On(EventEmitter.RemoveListener, (string name, Delegate listener) => Console.WriteLine($"after one has left {name}"));

        emitter.Once("door", () => Console.WriteLine("open"));
        emitter.Emit("door");
    }

    public static void TooManyListeners()
    {
        var emitter = new EventEmitter(new EventEmitterOptions
        {
            MaxListeners = 2,                                          // 10 by default; 0 for no limit
            OnMaxListenersExceeded = context => Console.WriteLine($"\"{context.EventName}\" has {context.Count} listeners: a leak?"),
        });

        for (var i = 0; i < 5; i++)
        {
            emitter.On("data", () => { });                             // one warning, at the third
        }

        Console.WriteLine($"{emitter.EventNames[0]}: {emitter.ListenerCount("data")}");
    }
}
