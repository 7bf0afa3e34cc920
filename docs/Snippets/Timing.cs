using Sockeye;

namespace Snippets;

public sealed class Timing(ILogger<Timing> logger, TimeProvider time) : IEventFilter
{
    public async ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next)
    {
        var started = time.GetTimestamp();
        var result = await next(context);                    // the next filter; after the last one the method
        logger.LogInformation("{Event} took {Time}", context.EventName, time.GetElapsedTime(started));
        return result;
    }
}
