namespace Sockeye.Server.Handlers;

/// <summary>The way of one event through the filters to the handler.</summary>
internal sealed class FilterRun(HandlerCall call, EventInvocation invocation)
{
    /// <summary>Runs the filters from one on, and then the handler.</summary>
    public ValueTask<EventResult> RunAsync(EventFilterContext context, int index)
    {
        ArgumentNullException.ThrowIfNull(context);
        var filters = call.Method.Filters;
        return index < filters.Length
            ? filters[index].Get(call).InvokeAsync(context, next => RunAsync(next, index + 1))
            : HandleAsync(context);
    }

    private async ValueTask<EventResult> HandleAsync(EventFilterContext context)
    {
        if (call.Socket.Life.CanSend) // one that has gone meanwhile is owed nothing, as after middleware
        {
            call.MakeHandler();
            await call.Method.Binding.InvokeAsync(invocation with
            {
                Arguments = context.Arguments.AsIncoming(),
                Ack = context.Ack.IsWanted ? context.Ack : null,
                Parameters = call,
            }).ConfigureAwait(false);
        }

        return EventResult.Continue;
    }
}
