namespace Demo.Accounts;

/// <summary>An account whose password everybody knows.</summary>
internal sealed record ExampleAccount(string Email, string Name, string Kind, string Password)
{
    public Account ToAccount() => new() { Id = Account.NewId(), Email = Email, Name = Name, Kind = Kind };
}
