namespace Snippets.Background;

internal sealed record Order(int Number, decimal Total);
