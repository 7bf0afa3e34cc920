namespace Sockeye.Transport.Readiness;

/// <summary>What a socket has become ready for, with the values of epoll_ctl(2).</summary>
[Flags]
internal enum SocketReadiness : uint
{
    None = 0,

    /// <summary>There is something to read.</summary>
    Readable = 0x1,

    /// <summary>There is room to write.</summary>
    Writable = 0x4,

    /// <summary>An error waits.</summary>
    Failed = 0x8,

    /// <summary>Both directions are shut.</summary>
    HungUp = 0x10,

    /// <summary>The peer will send no more.</summary>
    PeerFinished = 0x2000,

    /// <summary>Nothing more can come than what waits already, and then an end.</summary>
    Ending = Failed | HungUp | PeerFinished,
}
