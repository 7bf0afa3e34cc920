namespace Demo.Accounts;

/// <summary>An account as its owner sees it.</summary>
internal sealed record AccountView(string Id, string Email, string Name, string Kind)
{
    public static AccountView Of(Account account) => new(account.Id, account.Email, account.Name, account.Kind);
}
