namespace Sockeye;

/// <summary>The events by which server and client speak about the connection itself. To a client they are events like any other.</summary>
/// <remarks>Each carries one object. Where something is refused that is <c>{ error: { code, message, … } }</c>.</remarks>
public static class ControlEvents
{
    /// <summary>To the client: an event of its was refused, for which it did not ask for an acknowledgement; <c>{ error: { code, message, event, retryAfter } }</c>.</summary>
    public const string Refused = "sockeye:refused";
}
