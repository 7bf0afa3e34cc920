namespace Sockeye;

/// <summary>Goes on with an event: to the next filter, and after the last one to the handler.</summary>
/// <param name="context">The event.</param>
/// <returns>Whether the event was let on, once its handler has ended; a handler's exception comes through here.</returns>
public delegate ValueTask<EventResult> EventFilterNext(EventFilterContext context);
