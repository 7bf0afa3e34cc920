using System.Collections.ObjectModel;

namespace Demo.Chat;

/// <summary>Why something was not done. Routes answer it as a problem in JSON, events acknowledge it as <c>{ error: { code, detail } }</c>.</summary>
/// <param name="Status">The HTTP status that says so.</param>
/// <param name="Code">What programs go by.</param>
/// <param name="Detail">What users read.</param>
internal sealed record ChatProblem(int Status, string Code, string Detail)
{
    /// <summary>Gets what more programs may want to know, by name.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    public static ChatProblem Invalid(string detail) => new(StatusCodes.Status400BadRequest, "invalid", detail);

    /// <summary>Gets the same answer for a room that there is not and for one of other people, so that nobody finds out which rooms exist.</summary>
    public static ChatProblem NotYourRoom { get; } = new(StatusCodes.Status403Forbidden, "not_your_room", "You are not a member of this conversation.");

    public static ChatProblem NotFound(string what) => new(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}.");

    public static ChatProblem Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);
}
