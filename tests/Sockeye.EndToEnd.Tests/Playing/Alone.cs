namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>The tests that run when no other does: they measure time or memory.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
