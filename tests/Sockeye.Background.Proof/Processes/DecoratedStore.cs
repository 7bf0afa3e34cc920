using System.Reflection;

namespace Sockeye.Background.Proof.Processes;

/// <summary>A store with a decorator before it: what that does not have is asked of the store.</summary>
public class DecoratedStore : DispatchProxy
{
    private StoreDecorator? _decorator;

    internal static IJobStore Of(StoreDecorator decorator)
    {
        var store = Create<IJobStore, DecoratedStore>();
        ((DecoratedStore)store)._decorator = decorator;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var own = typeof(StoreDecorator).GetMethod(targetMethod.Name, [.. targetMethod.GetParameters().Select(static parameter => parameter.ParameterType)]);
        return (own ?? targetMethod).Invoke(own is null ? _decorator!.Inner : _decorator, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
