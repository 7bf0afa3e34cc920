namespace Sockeye.Adapters;

/// <summary>The adapter of a server that stands alone: the cluster is this process.</summary>
/// <param name="local">The sockets and rooms of this process.</param>
public sealed class InMemoryAdapter(LocalSockets local) : Adapter(local);
