namespace Sockeye.Server.Acknowledgements;

/// <summary>Is told that an event whose sender asked for an acknowledgement has failed.</summary>
internal interface IFailureReceiver
{
    /// <summary>Takes the failure, which has been reported.</summary>
    void Take(HandlerErrorContext failure);
}
