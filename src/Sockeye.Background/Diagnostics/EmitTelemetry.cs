using System.Diagnostics;

namespace Sockeye.Background;

/// <summary>Counts what is emitted, and times how long emitters wait. Thread-safe.</summary>
internal sealed class EmitTelemetry(BackgroundInstruments instruments, TimeProvider time)
{
    public long Begin() => time.GetTimestamp();

    /// <summary>An event has been emitted.</summary>
    public EmitResult Emitted(string eventName, EmitResult result)
    {
        Count(eventName, TagNames.Of(result.Outcome));
        return result;
    }

    /// <summary>A step of emitting has succeeded.</summary>
    public void Ended(long began) => instruments.EmitDuration.Record(time.GetElapsedTime(began).TotalSeconds);

    /// <summary>A step of emitting has failed, for all of these events.</summary>
    public void Failed(long began, IEnumerable<string> eventNames, Exception exception)
    {
        instruments.EmitDuration.Record(time.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("error.type", exception.GetType().FullName));
        var outcome = exception switch
        {
            UnknownEventException => "unknown",
            ArgumentException => "refused", // EventPayloadException is one
            OperationCanceledException => "cancelled",
            _ => "failed",
        };
        foreach (var eventName in eventNames)
        {
            Count(eventName, outcome);
        }

        if (exception is JobStoreException failure)
        {
            instruments.StoreFailures.Add(1, new KeyValuePair<string, object?>("sockeye.store.failure", TagNames.Of(failure.Failure)));
        }
    }

    private void Count(string eventName, string outcome)
    {
        if (instruments.Emitted.Enabled)
        {
            instruments.Emitted.Add(1, new TagList { { "sockeye.event.name", instruments.Names.Of(eventName) }, { "sockeye.emit.outcome", outcome } });
        }
    }
}
