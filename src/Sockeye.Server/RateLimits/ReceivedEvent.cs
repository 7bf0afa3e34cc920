namespace Sockeye;

/// <summary>An event that has come and has not been let in yet: what a rate limit decides by.</summary>
public readonly struct ReceivedEvent
{
    internal ReceivedEvent(Socket socket, string name)
    {
        Socket = socket;
        Name = name;
    }

    /// <summary>Gets the socket that sent it.</summary>
    public Socket Socket { get; }

    /// <summary>Gets the event's name. Clients choose it: as a key of its own it would be one for each name they think of.</summary>
    public string Name { get; }
}
