namespace Sockeye;

/// <summary>Handler classes that cannot work as they are registered. The message names each class and member, and what would be right.</summary>
public sealed class EventHandlerException : InvalidOperationException
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="problems">What is wrong, one sentence or two for each problem.</param>
    /// <param name="innerException">What showed the first of the problems, if anything did.</param>
    public EventHandlerException(IReadOnlyList<string> problems, Exception? innerException = null)
        : base(string.Join(Environment.NewLine, problems), innerException) => Problems = problems;

    /// <summary>Gets what is wrong, one sentence or two for each problem.</summary>
    public IReadOnlyList<string> Problems { get; }
}
