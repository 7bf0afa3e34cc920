namespace Sockeye.Events;

/// <summary>One listener of a handler class: what it listens to, and how it is run on an instance.</summary>
internal abstract class HandlerMethod(Type handler, string eventName, bool isOnce, int order)
{
    public Type Handler { get; } = handler;

    public string EventName { get; } = eventName;

    public bool IsOnce { get; } = isOnce;

    public int Order { get; } = order;

    /// <summary>Gets the class and the member.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the types of the emitted arguments it takes.</summary>
    public abstract Type[] ParameterTypes { get; }

    public abstract bool IsAsync { get; }

    /// <summary>Says what is wrong with the method itself, if anything is.</summary>
    public virtual string? Problem => null;

    /// <summary>Runs it.</summary>
    /// <returns>What an asynchronous one returned; null when it has run.</returns>
    public abstract Task? Run<TArguments>(object handler, in TArguments arguments, CancellationToken cancellationToken)
        where TArguments : struct, IArguments<TArguments>;
}
