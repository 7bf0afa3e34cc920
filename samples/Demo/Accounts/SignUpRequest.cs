using Demo.Shell;

namespace Demo.Accounts;

/// <summary>What a sign-up form sends.</summary>
internal sealed record SignUpRequest(string? Name, string? Email, string? Password)
{
    public const int MaxName = 60;
    public const int MinPassword = 8;
    public const int MaxPassword = 128;

    /// <summary>Says what is wrong with a password that somebody chooses, or nothing.</summary>
    public static string? PasswordProblem(string? password, string? email) =>
        string.IsNullOrEmpty(password) ? "Choose a password."
        : password.Length < MinPassword ? $"A password has at least {MinPassword} characters."
        : password.Length > MaxPassword ? $"A password has at most {MaxPassword} characters."
        : string.Equals(password, email, StringComparison.OrdinalIgnoreCase) ? "The password must not be the e-mail address."
        : null;

    /// <summary>Says what is wrong, by field; nothing where all is right.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        Add("name", HiddenCharacters.AreAll(Name) ? "Tell us your name."
            : Name!.Trim().Length > MaxName ? $"A name has at most {MaxName} characters; this one has {Name.Trim().Length}."
            : HiddenCharacters.AreInName(Name) ? "A name is one line of text, without hidden characters."
            : Alphabets.Problem(Name));
        Add("email", EmailAddress.Problem(Email));
        Add("password", PasswordProblem(Password, Email));
        return problems;

        void Add(string field, string? problem)
        {
            if (problem is not null)
            {
                problems[field] = [problem];
            }
        }
    }
}
