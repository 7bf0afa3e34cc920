using Microsoft.AspNetCore.Identity;

namespace Demo.Accounts;

/// <summary>Hashes and checks passwords, as the framework does: PBKDF2 with a salt of its own for each.</summary>
internal sealed class Passwords
{
    private readonly PasswordHasher<Account> _hasher = new();
    private readonly Account _nobody;

    public Passwords()
    {
        var nobody = new Account { Id = "", Email = "", Name = "", Kind = "" };
        _nobody = nobody with { PasswordHash = _hasher.HashPassword(nobody, Account.NewId()) };
    }

    public Account Hash(Account account, string password) => account with { PasswordHash = _hasher.HashPassword(account, password) };

    /// <summary>Checks a password. It takes the same time where there is no account, so that nobody can find out who has one by a clock.</summary>
    /// <param name="account">The account, or none.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="isOutdated">Whether the hash should be made anew, since the framework has become stricter.</param>
    public bool Verify(Account? account, string password, out bool isOutdated)
    {
        var checkedAccount = account ?? _nobody;
        var result = _hasher.VerifyHashedPassword(checkedAccount, checkedAccount.PasswordHash, password);
        isOutdated = result == PasswordVerificationResult.SuccessRehashNeeded;
        return account is not null && result != PasswordVerificationResult.Failed;
    }
}
