namespace Sockeye.Events.Patterns.Aggregation;

/// <summary>Hears an event with whatever arguments it is emitted.</summary>
internal sealed class CollectingListener(Func<object?[], Task?> heard) : EmitterListener(new Collect(heard.Invoke), [], isAsync: true)
{
    // A type of its own, which no emission's listeners have, so that this one is always run by the method below.
    private delegate Task? Collect(object?[] arguments);

    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        var values = new object?[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments.Get<object?>(i);
        }

        return heard(values);
    }
}
