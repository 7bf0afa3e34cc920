namespace Sockeye.Events;

/// <summary>The arguments of an emission with no argument.</summary>
internal readonly struct Arguments : IArguments<Arguments>
{
    public int Count => 0;

    public Type ActionType => typeof(Action);

    public TValue Get<TValue>(int index) => throw ArgumentIndex.Outside(index, Count);

    public Type TypeAt(int index) => throw ArgumentIndex.Outside(index, Count);

    public Delegate Adapt(Invocation<Arguments> invocation) => new Action(() => invocation(default));
}
