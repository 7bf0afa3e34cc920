namespace Sockeye.Protocol.Tests.SocketIO;

/// <summary>Tests that measure the memory of the process run when no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
