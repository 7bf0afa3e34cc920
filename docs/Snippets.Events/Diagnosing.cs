using System.Diagnostics.Metrics;

namespace Snippets.Events;

internal static class Diagnosing
{
    public static void TraceOneEvent()
    {
        var emitter = new EventEmitter();
        emitter.On(Shop.Ordered, order => Console.WriteLine($"charging {order.Total}"));

        using (emitter.Trace("ordered", trace =>
            Console.WriteLine($"{trace.Stage}: {trace.EventName}({trace.Arguments[0]}), {trace.Listeners.Count} of {trace.ListenerCount} listeners ran")))
        {
            emitter.Emit(Shop.Ordered, new Order(1, 9.50m));
        }

        emitter.Emit(Shop.Ordered, new Order(2, 4.00m));         // no longer traced
    }

    public static void TraceToALogger()
    {
        using var logging = LoggerFactory.Create(logs => logs.AddConsole().SetMinimumLevel(LogLevel.Information));
        var emitter = new EventEmitter();
        using var tracing = emitter.TraceAll(logging.CreateLogger("events"), new EventTraceOptions { LogLevel = LogLevel.Debug, MaxStackFrames = 4 });

        emitter.Emit(Shop.Ordered, new Order(1, 9.50m));         // not traced before the logger's level is Debug
        Console.WriteLine("emitted");
    }

    public static void FindALeak(ManualTimeProvider clock)
    {
        var emitter = new EventEmitter(new EventEmitterOptions { MaxListeners = 0, TimeProvider = clock });
        using var monitor = new ListenerMonitor(emitter, new ListenerMonitorOptions
        {
            Interval = TimeSpan.FromMinutes(1),
            GrowingSamples = 3,
            OnGrowth = growth =>
            {
                Console.WriteLine($"{growth.EventName}: from {growth.From} to {growth.Count} in {growth.Samples} samples");
                Console.WriteLine($"{growth.Sites[0].Count} of them from {growth.Sites[0].Frames[0].Split(' ')[0]}");
            },
        });

        for (var minute = 0; minute < 4; minute++)
        {
            for (var request = 0; request < 4; request++)
            {
                emitter.On("changed", () => { });                // and never taken back
            }

            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public static void Meters()
    {
        var emitter = new EventEmitter();
        using var instrumented = emitter.Instrument();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Sockeye.Events", Name: "sockeye.events.emitted" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => Console.WriteLine($"{instrument.Name} {count} {tags[0].Key}={tags[0].Value}"));
        listener.Start();

        emitter.Emit(Shop.Ordered, new Order(1, 9.50m));
    }
}
