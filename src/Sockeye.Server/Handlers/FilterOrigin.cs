using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Server.Handlers;

/// <summary>Where a filter comes from: there is one for all events, or one is made for each.</summary>
internal sealed class FilterOrigin
{
    private readonly IEventFilter? _filter;

    public FilterOrigin(IEventFilter filter) => _filter = filter;

    private FilterOrigin(ServiceClass type) => Type = type;

    /// <summary>Gets the class of which one is made for each event; null where there is a filter already.</summary>
    public ServiceClass? Type { get; }

    public static FilterOrigin Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>()
        where TFilter : class, IEventFilter => new(new ServiceClass(typeof(TFilter)));

    public IEventFilter Get(HandlerCall call) => _filter ?? (IEventFilter)call.Make(Type!);
}
