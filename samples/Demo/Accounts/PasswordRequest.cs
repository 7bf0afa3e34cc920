namespace Demo.Accounts;

/// <summary>What changes a password.</summary>
/// <param name="Current">The one there is.</param>
/// <param name="Password">The new one.</param>
internal sealed record PasswordRequest(string? Current, string? Password)
{
    /// <summary>Says what is wrong, by field; nothing where it can be tried.</summary>
    public Dictionary<string, string[]> Problems(string email)
    {
        var problems = new Dictionary<string, string[]>();
        if (string.IsNullOrEmpty(Current) || Current.Length > SignUpRequest.MaxPassword)
        {
            problems["current"] = ["Enter the password that you have now."];
        }

        if (SignUpRequest.PasswordProblem(Password, email) is { } problem)
        {
            problems["password"] = [problem];
        }

        return problems;
    }
}
