namespace Demo.Accounts;

/// <summary>What a log-in form sends.</summary>
internal sealed record LogInRequest(string? Email, string? Password)
{
    /// <summary>Says what is wrong, by field; nothing where it can be tried.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (EmailAddress.Problem(Email) is { } problem)
        {
            problems["email"] = [problem];
        }

        if (string.IsNullOrEmpty(Password))
        {
            problems["password"] = ["Enter your password."];
        }
        else if (Password.Length > SignUpRequest.MaxPassword)
        {
            problems["password"] = [$"A password has at most {SignUpRequest.MaxPassword} characters."];
        }

        return problems;
    }
}
