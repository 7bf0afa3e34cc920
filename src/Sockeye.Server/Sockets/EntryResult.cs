namespace Sockeye.Server.Sockets;

/// <summary>What became of a socket that was to enter its namespace.</summary>
internal enum EntryResult
{
    /// <summary>It is there, and its client has been told.</summary>
    Entered,

    /// <summary>It has left meanwhile.</summary>
    Left,

    /// <summary>Its connection has no room for what its client missed. Nothing was sent, and it is connecting still.</summary>
    NoRoom,

    /// <summary>Its user, or a room that it was to be in, was disconnected while it was on its way. Nothing was sent, and it is connecting still.</summary>
    Disconnected,
}
