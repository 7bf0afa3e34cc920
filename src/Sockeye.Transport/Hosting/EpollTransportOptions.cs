namespace Sockeye;

/// <summary>Settings of the transport that <c>UseSockeyeTransport</c> puts below Kestrel.</summary>
public sealed class EpollTransportOptions
{
    /// <summary>Gets or sets how many connections may wait to be accepted. Default: 512.</summary>
    public int Backlog { get; set; } = 512;

    /// <summary>Gets or sets whether small writes go out at once (TCP_NODELAY). Default: <see langword="true"/>.</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>Gets or sets how many bytes of one connection may wait to be read by the server before its socket is left alone. Default: 1 MiB.</summary>
    public long MaxReadBufferSize { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets how many bytes may wait to be sent to one connection before its writer waits. Default: 64 KiB.</summary>
    public long MaxWriteBufferSize { get; set; } = 64 * 1024;
}
