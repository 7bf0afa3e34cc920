namespace Sockeye.Background.Postgres.Tests;

/// <summary>Tests that need the whole machine: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
