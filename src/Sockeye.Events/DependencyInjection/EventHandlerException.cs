namespace Sockeye;

/// <summary>Handler classes that cannot work as they are registered. The message names each class and member, and what would be right.</summary>
public sealed class EventHandlerException : InvalidOperationException
{
    internal EventHandlerException(IReadOnlyList<string> problems, Exception? innerException)
        : base(string.Join(Environment.NewLine, problems), innerException) => Problems = problems;

    /// <summary>Gets what is wrong, one sentence or two for each problem.</summary>
    public IReadOnlyList<string> Problems { get; }
}
