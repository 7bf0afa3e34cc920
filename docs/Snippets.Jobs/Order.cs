namespace Snippets.Jobs;

public sealed record Order(int Number, decimal Total);
