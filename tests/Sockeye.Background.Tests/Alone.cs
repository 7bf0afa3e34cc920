namespace Sockeye.Background.Tests;

/// <summary>Tests that look at the whole process, such as its heap: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
