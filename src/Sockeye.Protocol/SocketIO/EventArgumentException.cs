namespace Sockeye;

/// <summary>An argument of an event or of an acknowledgement is missing or cannot be read as the type that was asked for.</summary>
public sealed class EventArgumentException : SockeyeException
{
    internal EventArgumentException(string? eventName, int position, Type expectedType, string problem, Exception? innerException = null)
        : base(Describe(eventName, position, expectedType, problem), innerException)
    {
        EventName = eventName;
        Position = position;
        ExpectedType = expectedType;
    }

    /// <summary>Gets the name of the event; <see langword="null"/> for an acknowledgement.</summary>
    public string? EventName { get; }

    /// <summary>Gets the position of the argument, counted from zero.</summary>
    public int Position { get; }

    /// <summary>Gets the type it should have been.</summary>
    public Type ExpectedType { get; }

    private static string Describe(string? eventName, int position, Type expectedType, string problem) =>
        $"Argument {position} of {(eventName is null ? "the acknowledgement" : $"the event \"{eventName}\"")} {problem}: it should be a {expectedType}.";
}
