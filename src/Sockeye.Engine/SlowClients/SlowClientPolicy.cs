namespace Sockeye;

/// <summary>
/// What becomes of something that is sent, without waiting, to a client whose outbound budget is spent because it does not read. Whoever sends
/// never waits and never fails; who would rather wait than send too much uses <c>EmitAsync</c>.
/// </summary>
public enum SlowClientPolicy
{
    /// <summary>The client is closed at once.</summary>
    Close,

    /// <summary>
    /// What does not fit is dropped for this client, and counted; the client stays. What the protocol needs is not dropped: answers, and packets that
    /// connect and disconnect. For these the client has time as with <see cref="Wait"/>.
    /// </summary>
    Drop,

    /// <summary>
    /// What is sent waits beyond the budget, up to as much again, and the client has the time limit for slow clients to come back
    /// within it. It is closed when that time is over, or when twice its budget waits.
    /// </summary>
    Wait,
}
