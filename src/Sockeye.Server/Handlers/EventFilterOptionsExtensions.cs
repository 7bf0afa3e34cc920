using System.Diagnostics.CodeAnalysis;
using Sockeye.Server.Handlers;

namespace Sockeye;

/// <summary>Filters around all handler methods of a server: see <see cref="IEventFilter"/>.</summary>
public static class EventFilterOptionsExtensions
{
    /// <summary>Adds a filter that is taken from the services where it is one, and made for each event otherwise.</summary>
    /// <typeparam name="TFilter">The filter; what its constructor takes are services.</typeparam>
    /// <param name="options">The server's options.</param>
    /// <returns>The same options.</returns>
    public static SocketServerOptions AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>(
        this SocketServerOptions options)
        where TFilter : class, IEventFilter
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Filters.Add(FilterOrigin.Of<TFilter>());
        return options;
    }

    /// <summary>Adds a filter for all events.</summary>
    /// <param name="options">The server's options.</param>
    /// <param name="filter">The filter, which many events use at once.</param>
    /// <returns>The same options.</returns>
    public static SocketServerOptions AddFilter(this SocketServerOptions options, IEventFilter filter)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(filter);
        options.Filters.Add(new FilterOrigin(filter));
        return options;
    }
}
