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
}
