namespace Sockeye.Server.Broadcasting;

/// <summary>Whose sockets a broadcast operator selects from: one namespace's, or those of all children of a parent.</summary>
internal interface IAudience
{
    SocketServer Server { get; }

    /// <summary>Gets the namespaces as they stand now.</summary>
    ReadOnlyMemory<Namespace> Namespaces { get; }
}
