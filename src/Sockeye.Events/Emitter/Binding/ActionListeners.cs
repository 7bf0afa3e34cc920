namespace Sockeye.Events;

internal sealed class ActionListener(Action listener) : EmitterListener(listener, [], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener();
        return null;
    }
}

internal sealed class ActionListener<T1>(Action<T1> listener) : EmitterListener(listener, [typeof(T1)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0));
        return null;
    }
}

internal sealed class ActionListener<T1, T2>(Action<T1, T2> listener) : EmitterListener(listener, [typeof(T1), typeof(T2)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1));
        return null;
    }
}

internal sealed class ActionListener<T1, T2, T3>(Action<T1, T2, T3> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2));
        return null;
    }
}

internal sealed class ActionListener<T1, T2, T3, T4>(Action<T1, T2, T3, T4> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3));
        return null;
    }
}

internal sealed class ActionListener<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4));
        return null;
    }
}

internal sealed class ActionListener<T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4), arguments.Get<T6>(5));
        return null;
    }
}

internal sealed class ActionListener<T1, T2, T3, T4, T5, T6, T7>(Action<T1, T2, T3, T4, T5, T6, T7> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4), arguments.Get<T6>(5), arguments.Get<T7>(6));
        return null;
    }
}

internal sealed class ActionListener<T1, T2, T3, T4, T5, T6, T7, T8>(Action<T1, T2, T3, T4, T5, T6, T7, T8> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8)], isAsync: false)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4), arguments.Get<T6>(5), arguments.Get<T7>(6), arguments.Get<T8>(7));
        return null;
    }
}
