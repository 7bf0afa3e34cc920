namespace Sockeye.Adapters;

/// <summary>Listens in one namespace of this server to the events that other servers of the cluster send it.</summary>
public interface IServerSideListener
{
    /// <summary>Hands in an event. Returns at once; a listener that fails disturbs nobody.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="ack">Takes the answer; <see cref="Ack.Unwanted"/> where none is wanted.</param>
    void OnServerSideEvent(string eventName, EventArguments arguments, Ack ack);
}
