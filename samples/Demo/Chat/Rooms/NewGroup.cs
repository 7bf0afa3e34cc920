using Demo.Shell;

namespace Demo.Chat.Rooms;

/// <summary>What makes a group.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Members">The accounts in it beside its creator, who are contacts of theirs.</param>
/// <param name="TemporaryId">What the client calls it: sent again, it is the same group.</param>
internal sealed record NewGroup(string? Title, IReadOnlyList<string?>? Members, string? TemporaryId)
{
    /// <summary>How many a group has beside its creator.</summary>
    public const int MaxMembers = 50;

    private const int MaxTitle = 60;

    public ChatProblem? Problem() =>
        HiddenCharacters.AreAll(Title) ? ChatProblem.Invalid("Give the group a title.")
        : Title!.Trim().Length > MaxTitle ? ChatProblem.Invalid($"A title has at most {MaxTitle} characters; this one has {Title.Trim().Length}.")
        : HiddenCharacters.AreInName(Title) ? ChatProblem.Invalid("A title is one line of text, without hidden characters.")
        : Members is null or { Count: 0 } ? ChatProblem.Invalid("Choose at least one of your contacts.")
        : Members.Count > MaxMembers ? ChatProblem.Invalid($"A group is made with at most {MaxMembers} contacts.")
        : Chat.TemporaryId.Problem(TemporaryId);
}
