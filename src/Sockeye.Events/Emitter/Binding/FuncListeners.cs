namespace Sockeye.Events;

internal sealed class FuncListener(Func<Task> listener) : EmitterListener(listener, [], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener();
}

internal sealed class FuncListener<T1>(Func<T1, Task> listener) : EmitterListener(listener, [typeof(T1)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0));
}

internal sealed class FuncListener<T1, T2>(Func<T1, T2, Task> listener) : EmitterListener(listener, [typeof(T1), typeof(T2)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1));
}

internal sealed class FuncListener<T1, T2, T3>(Func<T1, T2, T3, Task> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2));
}

internal sealed class FuncListener<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Task> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3));
}

internal sealed class FuncListener<T1, T2, T3, T4, T5>(Func<T1, T2, T3, T4, T5, Task> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4));
}

internal sealed class FuncListener<T1, T2, T3, T4, T5, T6>(Func<T1, T2, T3, T4, T5, T6, Task> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4), arguments.Get<T6>(5));
}

internal sealed class FuncListener<T1, T2, T3, T4, T5, T6, T7>(Func<T1, T2, T3, T4, T5, T6, T7, Task> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4), arguments.Get<T6>(5), arguments.Get<T7>(6));
}

internal sealed class FuncListener<T1, T2, T3, T4, T5, T6, T7, T8>(Func<T1, T2, T3, T4, T5, T6, T7, T8, Task> listener) : EmitterListener(listener, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8)], isAsync: true)
{
    public override Invocation<TArguments> Bind<TArguments>() => Run;

    private Task? Run<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments> =>
        listener(arguments.Get<T1>(0), arguments.Get<T2>(1), arguments.Get<T3>(2), arguments.Get<T4>(3), arguments.Get<T5>(4), arguments.Get<T6>(5), arguments.Get<T7>(6), arguments.Get<T8>(7));
}
