namespace Demo.Accounts;

/// <summary>An account as its owner sees it.</summary>
internal sealed record AccountView(string Id, string Email, string Name, string Kind, bool IsExample)
{
    public static AccountView Of(Account account, ExampleAccounts examples) =>
        new(account.Id, account.Email, account.Name, account.Kind, examples.Has(account.Email));
}
