namespace Demo.Hello;

/// <summary>How the server acknowledges what a page sends.</summary>
/// <param name="Accepted">Whether it took it.</param>
/// <param name="Message">What to tell the user.</param>
internal sealed record Receipt(bool Accepted, string Message);
