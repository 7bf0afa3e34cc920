namespace Demo.Accounts;

/// <summary>The kinds of users. Each has routes of its own, and the kind is the role that policies ask for.</summary>
internal static class AccountKind
{
    public const string Student = "student";
    public const string Psychiatrist = "psychiatrist";

    public static IReadOnlyList<string> All { get; } = [Student, Psychiatrist];
}
