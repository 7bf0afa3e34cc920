using System.Diagnostics.CodeAnalysis;
using Sockeye.Server.Handlers;

namespace Sockeye;

/// <summary>Puts a filter around one handler method, or all of a class: see <see cref="IEventFilter"/>.</summary>
/// <typeparam name="TFilter">
/// The filter. It is taken from the services where it is one; otherwise one is made for each event, with services for its constructor's parameters, and
/// disposed after it.
/// </typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class EventFilterAttribute<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter> : Attribute, IFilterOrigin
    where TFilter : class, IEventFilter
{
    FilterOrigin IFilterOrigin.Origin { get; } = FilterOrigin.Of<TFilter>();
}
