namespace Sockeye.Events.Patterns.Flow;

/// <summary>
/// Counts the pipes that one emit goes through on its thread, each inside the one before. Pipes in a loop would go on until the stack is
/// full, which no handler can catch; this ends them before, with an exception that every emit on the way gets.
/// </summary>
internal static class PipeDepth
{
    public const int Max = 64;

    [ThreadStatic]
    private static int _depth;

    public static void Enter(string from, string to)
    {
        if (_depth >= Max)
        {
            throw new InvalidOperationException(
                $"An event went through {Max} pipes, each inside the one before, the last from \"{from}\" to \"{to}\": these pipes form a loop. " +
                "Take one of them away, or filter what it passes on.");
        }

        _depth++;
    }

    public static void Leave() => _depth--;
}
