using Demo.Accounts;

namespace Demo.Chat.Contacts;

/// <summary>Whom to ask to be a contact.</summary>
/// <param name="Email">Their address.</param>
/// <param name="Account">Instead of it the id of the other in a conversation of two, with whom one was in contact before.</param>
internal sealed record NewContact(string? Email, string? Account)
{
    /// <summary>Says what is wrong with it, or nothing.</summary>
    public ChatProblem? Problem() =>
        Email is not null && Account is not null ? ChatProblem.Invalid("Say whom by { email } or by { account }, not by both.")
        : Account is null && EmailAddress.Problem(Email) is { } problem ? ChatProblem.Invalid(problem)
        : null;
}
