using Sockeye.Adapters;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Acknowledgements;

/// <summary>The acknowledgement of one of the many sockets that a broadcast asks.</summary>
internal sealed class BroadcastPendingAck(PendingAcks owner, ulong id, string socketId, IBroadcastAnswers answers) : PendingAck(owner, id)
{
    public override void Complete(in IncomingArguments answer, PayloadSerializer serializer) =>
        answers.Answer(socketId, answer.Detach(serializer));

    public override void Fail(AckFailure failure) => answers.Fail(socketId, failure);
}
