using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>The arguments of an emission with one argument.</summary>
internal readonly struct Arguments<T1>(T1 first) : IArguments<Arguments<T1>>
{
    private readonly T1 _first = first;

    public int Count => 1;

    public Type ActionType => typeof(Action<T1>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TValue Get<TValue>(int index) => index switch
    {
        0 => Conversion.To<T1, TValue>(_first),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Type TypeAt(int index) => index switch
    {
        0 => typeof(T1),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Delegate Adapt(Invocation<Arguments<T1>> invocation) =>
        new Action<T1>((first) => invocation(new(first)));
}
