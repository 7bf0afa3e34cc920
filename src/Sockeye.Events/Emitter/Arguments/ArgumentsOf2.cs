using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>The arguments of an emission with 2 arguments.</summary>
internal readonly struct Arguments<T1, T2>(T1 first, T2 second) : IArguments<Arguments<T1, T2>>
{
    private readonly T1 _first = first;
    private readonly T2 _second = second;

    public int Count => 2;

    public Type ActionType => typeof(Action<T1, T2>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TValue Get<TValue>(int index) => index switch
    {
        0 => Conversion.To<T1, TValue>(_first),
        1 => Conversion.To<T2, TValue>(_second),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Type TypeAt(int index) => index switch
    {
        0 => typeof(T1),
        1 => typeof(T2),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Delegate Adapt(Invocation<Arguments<T1, T2>> invocation) =>
        new Action<T1, T2>((first, second) => invocation(new(first, second)));
}
