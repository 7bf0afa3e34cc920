namespace Sockeye.Events;

/// <summary>What lies in a table where a plan was. It is nobody's plan: of no type of arguments, and without a key.</summary>
internal sealed class RemovedPlan : Plan
{
    public static readonly RemovedPlan Instance = new();

    private RemovedPlan()
        : base(string.Empty, static () => { }, observers: null)
    {
    }
}
