namespace Sockeye.LoadRig.Generation;

/// <summary>What a phase of a workload does with what its clients are told. Everything runs on the one thread of the generator.</summary>
internal interface IMessageSink
{
    /// <summary>The client has entered: the namespace is joined, the hub's handshake answered.</summary>
    void OnReady(Client client);

    void OnMessage(Client client, ReadOnlySpan<byte> message);

    /// <summary>The server ended the connection; its socket is closed.</summary>
    void OnClosed(Client client);
}
