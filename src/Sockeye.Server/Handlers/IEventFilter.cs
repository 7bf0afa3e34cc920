using System.Diagnostics.CodeAnalysis;

namespace Sockeye;

/// <summary>Stands around the handler methods of classes: sees each event before and after, may change its arguments, and may refuse it.</summary>
/// <remarks>
/// For all handler classes of a server, <see cref="EventFilterOptionsExtensions.AddFilter{TFilter}"/>; for one class or method, an attribute that implements
/// this interface, or <see cref="EventFilterAttribute{TFilter}"/>, which makes a filter with what its constructor takes. They run in that order, those of one
/// place in the order written. One that is an attribute or was given as an object is used by many events at once.
/// </remarks>
public interface IEventFilter
{
    /// <summary>Is called for each event.</summary>
    /// <param name="context">The event.</param>
    /// <param name="next">Goes on. Where a filter does not call it, the handler does not run.</param>
    /// <returns>What <paramref name="next"/> returned, or <see cref="EventResult.Refuse"/>: it is reported as an <see cref="EventRefusedException"/>.</returns>
    [SuppressMessage("Naming", "CA1716", Justification = "It is what such a parameter is called in all of ASP.NET Core.")]
    ValueTask<EventResult> InvokeAsync(EventFilterContext context, EventFilterNext next);
}
