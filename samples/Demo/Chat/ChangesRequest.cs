namespace Demo.Chat;

/// <summary>After which version changes are wanted.</summary>
internal sealed record ChangesRequest(long After);
