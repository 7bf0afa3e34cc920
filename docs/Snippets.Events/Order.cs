namespace Snippets.Events;

public sealed record Order(int Number, decimal Total);
