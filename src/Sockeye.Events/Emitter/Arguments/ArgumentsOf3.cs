using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>The arguments of an emission with 3 arguments.</summary>
internal readonly struct Arguments<T1, T2, T3>(T1 first, T2 second, T3 third) : IArguments<Arguments<T1, T2, T3>>
{
    private readonly T1 _first = first;
    private readonly T2 _second = second;
    private readonly T3 _third = third;

    public int Count => 3;

    public Type ActionType => typeof(Action<T1, T2, T3>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TValue Get<TValue>(int index) => index switch
    {
        0 => Conversion.To<T1, TValue>(_first),
        1 => Conversion.To<T2, TValue>(_second),
        2 => Conversion.To<T3, TValue>(_third),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Type TypeAt(int index) => index switch
    {
        0 => typeof(T1),
        1 => typeof(T2),
        2 => typeof(T3),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Delegate Adapt(Invocation<Arguments<T1, T2, T3>> invocation) =>
        new Action<T1, T2, T3>((first, second, third) => invocation(new(first, second, third)));
}
