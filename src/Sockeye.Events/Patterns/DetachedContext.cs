namespace Sockeye.Events.Patterns;

/// <summary>Starts what outlives its caller without the caller's execution context, which would be kept alive and mistaken for its own.</summary>
internal static class DetachedContext
{
    public static TResult Run<TState, TResult>(Func<TState, TResult> start, TState state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return start(state);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return start(state);
        }
    }
}
