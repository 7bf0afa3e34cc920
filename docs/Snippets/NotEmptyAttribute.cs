using Sockeye;

namespace Snippets;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NotEmptyAttribute : Attribute, IEventFilter
{
    public ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
    {
        if (context.Arguments.Count > 0)
        {
            return next(context);
        }

        context.Ack.Send("say something");                   // so that the client hears of it
        return ValueTask.FromResult(EventResult.Refuse("nothing was said"));
    }
}
