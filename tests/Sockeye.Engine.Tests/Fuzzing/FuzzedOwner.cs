
namespace Sockeye.Engine.Tests.Fuzzing;

/// <summary>Owns a WebSocket whose frames nobody takes.</summary>
internal sealed class FuzzedOwner : IOutboxOwner
{
    public Outbox Outbox { get; } = new(OutboxLimits.Of(new EngineOptions()));

    public TimerWheel Timers { get; } = new(new ManualTimeProvider());

    public bool Accept(object entry) => true;

    public void SendPing() => throw new InvalidOperationException("Nothing asks for a ping here.");

    public void OnDropped() => throw new InvalidOperationException("Nothing is sent that could be dropped.");

    public void OnCloseWritten()
    {
        // Nobody waits for it.
    }

    public void End(CloseReason reason, string? detail)
    {
        // It ends with the stream.
    }
}
