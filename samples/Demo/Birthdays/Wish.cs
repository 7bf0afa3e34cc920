namespace Demo.Birthdays;

/// <summary>Somebody is to be congratulated: the payload of <c>birthdays.wish</c>.</summary>
internal sealed record Wish(long PersonId, string Name, string Email, int Year);
