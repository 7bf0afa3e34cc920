namespace Demo.Chat.Limits;

/// <summary>Says of a route what its requests count as; without it a GET is a read, and all else a write.</summary>
internal sealed record CountedAs(RequestKind Kind);
