using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Acknowledgements;

/// <summary>An acknowledgement that is awaited, with the type that its first argument is to have.</summary>
internal sealed class PendingAck<TAnswer>(PendingAcks owner, ulong id) : PendingAck(owner, id)
{
    private readonly TaskCompletionSource<AckResult<TAnswer>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<AckResult<TAnswer>> Result => _result.Task;

    public override void Complete(in IncomingArguments answer, PayloadSerializer serializer)
    {
        try
        {
            _result.TrySetResult(new AckResult<TAnswer>(typeof(TAnswer) == typeof(EventArguments)
                ? (TAnswer)(object)answer.Detach(serializer)
                : answer.Get<TAnswer>(0, serializer)));
        }
        catch (EventArgumentException exception)
        {
            _result.TrySetResult(new AckResult<TAnswer>(AckFailure.Unreadable, exception));
        }
    }

    public override void Fail(AckFailure failure) => _result.TrySetResult(new AckResult<TAnswer>(failure));
}
