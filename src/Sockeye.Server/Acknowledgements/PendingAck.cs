using Sockeye.Engine;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Acknowledgements;

/// <summary>An acknowledgement that is awaited; on the timer wheel while it has a time limit.</summary>
internal abstract class PendingAck(PendingAcks owner, ulong id) : WheelTimer
{
    /// <summary>Gets or sets when it was asked for; 0 where nobody wants to know how long it takes.</summary>
    public long Asked { get; set; }

    /// <summary>Takes the answer, on the reading loop.</summary>
    public abstract void Complete(in IncomingArguments answer, PayloadSerializer serializer);

    public abstract void Fail(AckFailure failure);

    /// <inheritdoc />
    protected override void OnDue() => owner.Fail(id, AckFailure.Timeout);
}
