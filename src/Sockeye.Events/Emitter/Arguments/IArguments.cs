namespace Sockeye.Events;

/// <summary>The arguments of one emission, with their types, without an allocation.</summary>
internal interface IArguments<TSelf>
    where TSelf : struct, IArguments<TSelf>
{
    int Count { get; }

    /// <summary>Gets the type of a listener that takes exactly these arguments.</summary>
    Type ActionType { get; }

    /// <summary>Gets an argument, which fits: whoever binds a listener has looked.</summary>
    TValue Get<TValue>(int index);

    /// <summary>Gets the type an argument is emitted as.</summary>
    Type TypeAt(int index);

    /// <summary>Makes a delegate of <see cref="ActionType"/> that hands its arguments on.</summary>
    Delegate Adapt(Invocation<TSelf> invocation);
}
