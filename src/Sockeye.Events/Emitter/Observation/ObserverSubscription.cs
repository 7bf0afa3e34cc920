namespace Sockeye.Events;

/// <summary>Ends an observation of an emitter when disposed.</summary>
internal sealed class ObserverSubscription(EmitterCore core, EmissionObserver observer) : IDisposable
{
    public void Dispose() => core.Unobserve(observer);
}
