namespace Sockeye.Events;

/// <summary>Hears the first argument of whatever is emitted, or null where there is none.</summary>
internal sealed class ErrorListener(Action<object?> listener) : EmitterListener(listener, [], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Count > 0 ? arguments.Get<object?>(0) : null);
        return null;
    }
}
