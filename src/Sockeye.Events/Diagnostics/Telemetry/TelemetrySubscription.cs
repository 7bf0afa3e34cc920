namespace Sockeye.Events;

/// <summary>Ends the reports of an emitter when disposed.</summary>
internal sealed class TelemetrySubscription(EventInstruments instruments, EmitterTelemetry telemetry, IDisposable observation) : IDisposable
{
    public void Dispose()
    {
        instruments.Remove(telemetry);
        observation.Dispose();
    }
}
