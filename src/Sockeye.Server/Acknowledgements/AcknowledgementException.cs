namespace Sockeye;

/// <summary>An acknowledgement that was awaited did not come, or could not be read.</summary>
public sealed class AcknowledgementException : SockeyeException
{
    internal AcknowledgementException(string eventName, AckFailure failure, Exception? innerException)
        : base(Describe(eventName, failure), innerException)
    {
        EventName = eventName;
        Failure = failure;
    }

    /// <summary>Gets the name of the event that was to be acknowledged.</summary>
    public string EventName { get; }

    /// <summary>Gets why there is no answer.</summary>
    public AckFailure Failure { get; }

    private static string Describe(string eventName, AckFailure failure) => failure switch
    {
        AckFailure.Timeout => $"The client did not acknowledge \"{eventName}\" in time.",
        AckFailure.Disconnected => $"The socket disconnected before it acknowledged \"{eventName}\".",
        AckFailure.Dropped => $"\"{eventName}\" was volatile or over the outbound budget, and the socket could not take it: it was not asked.",
        AckFailure.TooMany => $"The socket owes as many acknowledgements as SocketServerOptions.MaxPendingAcks allows: \"{eventName}\" was not sent.",
        _ => $"The acknowledgement of \"{eventName}\" is not of the type that was asked for.",
    };
}
