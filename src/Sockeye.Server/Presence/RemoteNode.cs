namespace Sockeye.Server.Presence;

/// <summary>Another node, as far as it is known here.</summary>
internal sealed class RemoteNode
{
    /// <summary>Gets or sets the number of its last change that was taken over; null while its users are not known.</summary>
    public long? Number { get; set; }

    /// <summary>Gets or sets the users of a state that is coming in; null where none is.</summary>
    public HashSet<string>? Incoming { get; set; }

    /// <summary>Gets or sets how many messages of that state have come.</summary>
    public int Parts { get; set; }

    /// <summary>Gets or sets when it was heard last, by the clock that only goes forward.</summary>
    public long Heard { get; set; }

    /// <summary>Gets or sets when that was, in milliseconds of the Unix era.</summary>
    public long HeardAt { get; set; }

    /// <summary>Gets or sets when it was asked for its users; null where there is no need.</summary>
    public long? Asked { get; set; }

    /// <summary>Gets or sets which loss of a node this was; 0 while it is there.</summary>
    public long Loss { get; set; }
}
