using System.Net.Mail;
using Demo.Shell;

namespace Demo.Accounts;

/// <summary>What an account is found by.</summary>
internal static class EmailAddress
{
    private const int MaxLength = 254;

    /// <summary>Says what is wrong with it, or nothing.</summary>
    public static string? Problem(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "Enter an e-mail address.";
        }

        text = text.Trim();
        return text.Length > MaxLength ? $"An e-mail address has at most {MaxLength} characters."
            : HiddenCharacters.AreInName(text) || !MailAddress.TryCreate(text, out var address) || address.Address != text
                || !address.Host.Contains('.', StringComparison.Ordinal)
                ? "This is not an e-mail address: it should look like name@example.com."
            : null;
    }

    public static string Normalize(string text) => text.Trim().ToLowerInvariant();
}
