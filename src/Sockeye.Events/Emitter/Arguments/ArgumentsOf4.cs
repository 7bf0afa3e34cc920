using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>The arguments of an emission with 4 arguments.</summary>
internal readonly struct Arguments<T1, T2, T3, T4>(T1 first, T2 second, T3 third, T4 fourth) : IArguments<Arguments<T1, T2, T3, T4>>
{
    private readonly T1 _first = first;
    private readonly T2 _second = second;
    private readonly T3 _third = third;
    private readonly T4 _fourth = fourth;

    public int Count => 4;

    public Type ActionType => typeof(Action<T1, T2, T3, T4>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TValue Get<TValue>(int index) => index switch
    {
        0 => Conversion.To<T1, TValue>(_first),
        1 => Conversion.To<T2, TValue>(_second),
        2 => Conversion.To<T3, TValue>(_third),
        3 => Conversion.To<T4, TValue>(_fourth),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Type TypeAt(int index) => index switch
    {
        0 => typeof(T1),
        1 => typeof(T2),
        2 => typeof(T3),
        3 => typeof(T4),
        _ => throw ArgumentIndex.Outside(index, Count),
    };

    public Delegate Adapt(Invocation<Arguments<T1, T2, T3, T4>> invocation) =>
        new Action<T1, T2, T3, T4>((first, second, third, fourth) => invocation(new(first, second, third, fourth)));
}
