using Sockeye.Protocol.SocketIO;

namespace Sockeye;

/// <summary>Reads the arguments of a handler.</summary>
internal delegate TArguments ReadArguments<out TArguments>(ref ArgumentReader reader);

/// <summary>A binding knows how to read its arguments, as a tuple, and how to call its handler with them.</summary>
internal abstract class Binding<TArguments>(Delegate handler, ReadArguments<TArguments> read) : EventBinding(handler)
{
    public sealed override ValueTask InvokeAsync(in EventInvocation invocation)
    {
        var reader = new ArgumentReader(in invocation);
        var arguments = read(ref reader);
        return CallAsync(arguments, reader.AckWasTaken ? null : invocation.Ack);
    }

    /// <param name="arguments">The arguments.</param>
    /// <param name="ack">What the result goes to, if anything.</param>
    protected abstract ValueTask CallAsync(TArguments arguments, Ack? ack);
}

internal sealed class ActionBinding<TArguments>(Delegate handler, ReadArguments<TArguments> read, Action<Delegate, TArguments> call)
    : Binding<TArguments>(handler, read)
{
    protected override ValueTask CallAsync(TArguments arguments, Ack? ack)
    {
        call(Handler, arguments);
        ack?.Send();
        return ValueTask.CompletedTask;
    }
}

internal sealed class ResultBinding<TArguments, TResult>(Delegate handler, ReadArguments<TArguments> read, Func<Delegate, TArguments, TResult> call)
    : Binding<TArguments>(handler, read)
{
    protected override ValueTask CallAsync(TArguments arguments, Ack? ack)
    {
        var result = call(Handler, arguments);
        ack?.Send(result);
        return ValueTask.CompletedTask;
    }
}

internal sealed class TaskBinding<TArguments>(Delegate handler, ReadArguments<TArguments> read, Func<Delegate, TArguments, Task> call)
    : Binding<TArguments>(handler, read)
{
    protected override ValueTask CallAsync(TArguments arguments, Ack? ack)
    {
        var task = call(Handler, arguments);
        if (task.IsCompletedSuccessfully)
        {
            ack?.Send();
            return ValueTask.CompletedTask;
        }

        return ack is null ? new ValueTask(task) : SendAsync(task, ack);
    }

    private static async ValueTask SendAsync(Task task, Ack ack)
    {
        await task.ConfigureAwait(false);
        ack.Send();
    }
}

internal sealed class TaskResultBinding<TArguments, TResult>(
    Delegate handler, ReadArguments<TArguments> read, Func<Delegate, TArguments, Task<TResult>> call) : Binding<TArguments>(handler, read)
{
    protected override ValueTask CallAsync(TArguments arguments, Ack? ack)
    {
        var task = call(Handler, arguments);
        if (task.IsCompletedSuccessfully)
        {
            ack?.Send(task.Result);
            return ValueTask.CompletedTask;
        }

        return ack is null ? new ValueTask(task) : SendAsync(task, ack);
    }

    private static async ValueTask SendAsync(Task<TResult> task, Ack ack) => ack.Send(await task.ConfigureAwait(false));
}

internal sealed class ValueTaskBinding<TArguments>(Delegate handler, ReadArguments<TArguments> read, Func<Delegate, TArguments, ValueTask> call)
    : Binding<TArguments>(handler, read)
{
    protected override ValueTask CallAsync(TArguments arguments, Ack? ack)
    {
        var task = call(Handler, arguments);
        return ack is null ? task : SendAsync(task, ack);
    }

    private static ValueTask SendAsync(ValueTask task, Ack ack)
    {
        if (!task.IsCompletedSuccessfully)
        {
            return SendLaterAsync(task, ack);
        }

        task.GetAwaiter().GetResult(); // hands a pooled source back
        ack.Send();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask SendLaterAsync(ValueTask task, Ack ack)
    {
        await task.ConfigureAwait(false);
        ack.Send();
    }
}

internal sealed class ValueTaskResultBinding<TArguments, TResult>(
    Delegate handler, ReadArguments<TArguments> read, Func<Delegate, TArguments, ValueTask<TResult>> call) : Binding<TArguments>(handler, read)
{
    protected override ValueTask CallAsync(TArguments arguments, Ack? ack)
    {
        var task = call(Handler, arguments);
        if (!task.IsCompletedSuccessfully)
        {
            return SendLaterAsync(task, ack);
        }

        var result = task.Result;
        ack?.Send(result);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask SendLaterAsync(ValueTask<TResult> task, Ack? ack)
    {
        var result = await task.ConfigureAwait(false);
        ack?.Send(result);
    }
}
