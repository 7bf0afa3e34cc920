using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>The arguments of an emission with 5 arguments.</summary>
internal readonly struct Arguments<T1, T2, T3, T4, T5>(T1 first, T2 second, T3 third, T4 fourth, T5 fifth) : IArguments<Arguments<T1, T2, T3, T4, T5>>
{
    private readonly T1 _first = first;
    private readonly T2 _second = second;
    private readonly T3 _third = third;
    private readonly T4 _fourth = fourth;
    private readonly T5 _fifth = fifth;

    public int Count => 5;

    public Type ActionType => typeof(Action<T1, T2, T3, T4, T5>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TValue Get<TValue>(int index) => index switch
    {
        0 => Conversion.To<T1, TValue>(_first),
        1 => Conversion.To<T2, TValue>(_second),
        2 => Conversion.To<T3, TValue>(_third),
        3 => Conversion.To<T4, TValue>(_fourth),
        4 => Conversion.To<T5, TValue>(_fifth),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Type TypeAt(int index) => index switch
    {
        0 => typeof(T1),
        1 => typeof(T2),
        2 => typeof(T3),
        3 => typeof(T4),
        4 => typeof(T5),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Delegate Adapt(Invocation<Arguments<T1, T2, T3, T4, T5>> invocation) =>
        new Action<T1, T2, T3, T4, T5>((first, second, third, fourth, fifth) => invocation(new(first, second, third, fourth, fifth)));
}
