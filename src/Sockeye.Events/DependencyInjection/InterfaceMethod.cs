namespace Sockeye.Events;

/// <summary>The method of a class that handles one event by the type of its argument.</summary>
internal sealed class InterfaceMethod<T>(Type handler, string eventName, bool isOnce, int order) : HandlerMethod(handler, eventName, isOnce, order)
{
    public override string Name => $"{TypeNames.Of(Handler)}.{nameof(IHandle<>.HandleAsync)}";

    public override Type[] ParameterTypes { get; } = [typeof(T)];

    public override bool IsAsync => true;

    public override Task? Run<TArguments>(object handler, in TArguments arguments, CancellationToken cancellationToken) =>
        ((IHandle<T>)handler).HandleAsync(arguments.Get<T>(0), cancellationToken);
}
