namespace Snippets.Background;

internal sealed record CleanUp(int Days);
