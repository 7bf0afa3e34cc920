using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Sockeye.Server.Handlers;

/// <summary>A method of a handler class. It is looked at once, when the class is mapped.</summary>
internal sealed class HandlerMethod
{
    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    public HandlerMethod(HandlerClass owner, string eventName, bool isOnce, MethodInfo method, HandlerParameter[] parameters, FilterOrigin[] filters)
    {
        Class = owner;
        EventName = eventName;
        IsOnce = isOnce;
        Method = method;
        Parameters = parameters;
        Filters = filters;
        Binding = EventBinding.CreateFrom(method);
    }

    public HandlerClass Class { get; }

    public string EventName { get; }

    public bool IsOnce { get; }

    public MethodInfo Method { get; }

    public HandlerParameter[] Parameters { get; }

    public FilterOrigin[] Filters { get; }

    /// <summary>Gets what reads the arguments and calls the method's delegate.</summary>
    public EventBinding Binding { get; }

    /// <summary>Runs it in a scope of its own, which has ended when this completes.</summary>
    public ValueTask RunAsync(Socket socket, in EventInvocation invocation, DisconnectContext? disconnect)
    {
        var call = new HandlerCall(this, socket, disconnect);
        ValueTask running;
        try
        {
            call.Begin();
            running = Filters.Length > 0 ? FilterAsync(call, in invocation) : Start(call, in invocation);
        }
        catch (Exception exception)
        {
            running = ValueTask.FromException(exception);
        }

        return running.IsCompletedSuccessfully ? call.EndAsync() : EndAsync(running, call);
    }

    /// <summary>Runs it as a listener of connections.</summary>
    public Task RunHookAsync(Socket socket) => RunHookAsync(socket, disconnect: null);

    /// <summary>Runs it as a listener of disconnects.</summary>
    public Task RunHookAsync(DisconnectContext context) => RunHookAsync(context.Socket, context);

    private Task RunHookAsync(Socket socket, DisconnectContext? disconnect)
    {
        var invocation = new EventInvocation { EventName = EventName, Arguments = default, Serializer = socket.Codec.Serializer, Aborted = socket.Aborted };
        return RunAsync(socket, in invocation, disconnect).AsTask();
    }

    private static ValueTask Start(HandlerCall call, in EventInvocation invocation)
    {
        call.MakeHandler();
        return call.Method.Binding.InvokeAsync(invocation with { Parameters = call });
    }

    private static ValueTask FilterAsync(HandlerCall call, in EventInvocation invocation)
    {
        var context = new EventFilterContext(
            call.Socket,
            invocation.EventName,
            invocation.Arguments.Detach(invocation.Serializer),
            invocation.Ack ?? Ack.Unwanted,
            call.Method.Method,
            call.Services);
        return FilterAsync(call, context, new FilterRun(call, invocation with { Arguments = context.Arguments.AsIncoming() }));
    }

    private static async ValueTask FilterAsync(HandlerCall call, EventFilterContext context, FilterRun run)
    {
        var result = await run.RunAsync(context, 0).ConfigureAwait(false);
        if (!result.IsContinued)
        {
            call.Socket.Server.ReportHandlerError(call.Socket, context.EventName, new EventRefusedException(result));
        }
    }

    private static async ValueTask EndAsync(ValueTask running, HandlerCall call)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch
        {
            try
            {
                await call.EndAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // A failure of the services as they go is one of its own: it must not hide why the handler failed.
                call.Socket.Server.ReportHandlerError(call.Socket, call.Method.EventName, exception);
            }

            throw;
        }

        await call.EndAsync().ConfigureAwait(false);
    }
}
