namespace Sockeye.Adapters;

/// <summary>Gathers what comes back from a packet that asks many for an acknowledgement: sockets, or other servers.</summary>
/// <remarks>Safe to call from many threads. What comes after the one who asked has stopped waiting is passed over.</remarks>
public interface IBroadcastAnswers
{
    /// <summary>Says that so many more will answer, or fail to. Called by each node, before its first answer.</summary>
    /// <param name="receivers">How many were asked there.</param>
    void Expect(int receivers);

    /// <summary>Hands in an answer.</summary>
    /// <param name="socketId">Who answers; <see langword="null"/> where the node that asked does not say.</param>
    /// <param name="answer">All arguments of the acknowledgement.</param>
    void Answer(string? socketId, EventArguments answer);

    /// <summary>Says that somebody who was asked will not answer.</summary>
    /// <param name="socketId">Who; <see langword="null"/> where the node that asked does not say.</param>
    /// <param name="failure">Why.</param>
    void Fail(string? socketId, AckFailure failure);
}
