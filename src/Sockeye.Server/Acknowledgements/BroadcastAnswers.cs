namespace Sockeye;

/// <summary>What came back from a broadcast that asked for acknowledgements, all of it or what there was when the time was over.</summary>
/// <typeparam name="TAnswer">The type of an answer's first argument; <see cref="EventArguments"/> for all arguments as they came.</typeparam>
public sealed class BroadcastAnswers<TAnswer>
{
    internal BroadcastAnswers(IReadOnlyList<BroadcastAnswer<TAnswer>> answers, IReadOnlyList<BroadcastFailure> failures)
    {
        Answers = answers;
        Failures = failures;
    }

    /// <summary>Gets the answers, in the order in which they came.</summary>
    public IReadOnlyList<BroadcastAnswer<TAnswer>> Answers { get; }

    /// <summary>Gets who was asked and did not answer, each with the reason.</summary>
    public IReadOnlyList<BroadcastFailure> Failures { get; }

    /// <summary>Gets whether everybody who was asked has answered, as is so where nobody was asked.</summary>
    public bool IsComplete => Failures.Count == 0;

    /// <summary>Gets the answers alone, in the order in which they came.</summary>
    public IEnumerable<TAnswer?> Values => Answers.Select(static answer => answer.Value);
}
