using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sockeye.Events;

namespace Sockeye;

/// <summary>What is registered together with an emitter: see <c>AddSockeyeEvents</c>.</summary>
/// <remarks>
/// <para>Handler classes are services, scoped unless they are registered otherwise. Each emission of an event they handle has a scope, from which they are
/// made with what their constructors take; it is disposed when the last of them has ended. Where a handler fails, it fails as any listener does. What has been
/// added already is not added again.</para>
/// <para>When the host starts, before any of its services does, what is registered is checked and each handler class is made once: what is missing or does not
/// fit fails the start with an <see cref="EventHandlerException"/>. When the host has stopped its services, it waits for handlers that still run, as long as
/// its shutdown time-out allows; a container that is disposed without its host having stopped waits 30 seconds. Then their tokens are cancelled.</para>
/// </remarks>
public sealed class SockeyeEventsBuilder
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;
    private const DynamicallyAccessedMemberTypes Methods = DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    private readonly string _name;

    internal SockeyeEventsBuilder(IServiceCollection services, string name) => (Services, _name) = (services, name);

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Gets the key of the emitter; <see langword="null"/> for the application's.</summary>
    public string? Name => _name.Length == 0 ? null : _name;

    /// <summary>Makes the methods of a class that have the attribute <see cref="OnAttribute"/> or <see cref="OnceAttribute"/> listeners.</summary>
    /// <typeparam name="THandler">The class.</typeparam>
    /// <returns>This.</returns>
    public SockeyeEventsBuilder AddHandlers<[DynamicallyAccessedMembers(Constructors | Methods)] THandler>()
        where THandler : class
    {
        // Those that are not public as well: an attribute there is a mistake to be told of.
        var methods = typeof(THandler).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            .SelectMany(static method => ListenersOf(method).Select(attribute => new AttributedMethod(typeof(THandler), method, attribute)))
            .ToArray();
        Services.TryAddScoped<THandler>();
        return Configure(options =>
        {
            var isThere = options.Idle.Contains(typeof(THandler)) || options.Methods.Exists(static method => method is AttributedMethod && method.Handler == typeof(THandler));
            options.Methods.AddRange(isThere ? [] : methods);
            options.Idle.AddRange(isThere || methods.Length > 0 ? [] : [typeof(THandler)]);
        });
    }

    /// <summary>Makes a class a listener of one event.</summary>
    /// <typeparam name="THandler">The class.</typeparam>
    /// <typeparam name="T">The type of the event's argument.</typeparam>
    /// <param name="key">The event.</param>
    /// <param name="order">The place among the handlers: see <see cref="OnAttribute.Order"/>.</param>
    /// <returns>This.</returns>
    public SockeyeEventsBuilder AddHandler<[DynamicallyAccessedMembers(Constructors)] THandler, T>(EventKey<T> key, int order = 0)
        where THandler : class, IHandle<T> => Add<THandler, T>(key, isOnce: false, order);

    /// <summary>Makes a class a listener of the first emission of one event only.</summary>
    /// <inheritdoc cref="AddHandler{THandler, T}(EventKey{T}, int)" />
    public SockeyeEventsBuilder AddOnceHandler<[DynamicallyAccessedMembers(Constructors)] THandler, T>(EventKey<T> key, int order = 0)
        where THandler : class, IHandle<T> => Add<THandler, T>(key, isOnce: true, order);

    /// <summary>
    /// Says that there is an event without arguments. Once an event has been added, a handler class of an event that has not is refused when the host
    /// starts, and one whose parameters do not fit the types in any case.
    /// </summary>
    /// <param name="key">The event.</param>
    /// <returns>This.</returns>
    public SockeyeEventsBuilder AddEvent(EventKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return AddEvent(key.Name);
    }

    /// <summary>Says that there is an event with one argument; see <see cref="AddEvent(EventKey)"/>.</summary>
    /// <inheritdoc cref="AddEvent(EventKey)" />
    /// <typeparam name="T">The type of the argument.</typeparam>
    public SockeyeEventsBuilder AddEvent<T>(EventKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return AddEvent(key.Name, typeof(T));
    }

    /// <summary>Says that there is an event with these arguments; see <see cref="AddEvent(EventKey)"/>.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="argumentTypes">The types of what is emitted, in order.</param>
    /// <returns>This.</returns>
    public SockeyeEventsBuilder AddEvent(string eventName, params Type[] argumentTypes)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        ArgumentNullException.ThrowIfNull(argumentTypes);
        return Configure(options => options.Events.Add(new EventDeclaration(eventName, argumentTypes)));
    }

    /// <summary>Sets what shares a scope of services; <see cref="HandlerScope.Emission"/> by default.</summary>
    /// <param name="scope">What shares a scope.</param>
    /// <returns>This.</returns>
    public SockeyeEventsBuilder ScopeHandlersBy(HandlerScope scope) => Configure(options => options.Scope = scope);

    /// <summary>Traces one event, or all, to the application's log, in the category <c>Sockeye.EventEmitter</c>.</summary>
    /// <param name="eventName">The event; all of them by default.</param>
    /// <param name="configure">Sets options, the level among them.</param>
    /// <returns>This.</returns>
    public SockeyeEventsBuilder Trace(string? eventName = null, Action<EventTraceOptions>? configure = null) =>
        Configure(options => options.Companions.Add((services, emitter) =>
        {
            var settings = new EventTraceOptions();
            configure?.Invoke(settings);
            var logger = EmitterFactory.LoggerOf(services);
            return eventName is null ? emitter.TraceAll(logger, settings) : emitter.Trace(eventName, logger, settings);
        }));

    /// <summary>Monitors the number of listeners, with warnings to the application's log, in the category <c>Sockeye.EventEmitter</c>.</summary>
    /// <param name="configure">Sets options.</param>
    /// <returns>This.</returns>
    public SockeyeEventsBuilder MonitorListeners(Action<ListenerMonitorOptions>? configure = null) =>
        Configure(options => options.Companions.Add((services, emitter) =>
        {
            var settings = new ListenerMonitorOptions { Logger = EmitterFactory.LoggerOf(services) };
            configure?.Invoke(settings);
            return new ListenerMonitor(emitter, settings);
        }));

    private SockeyeEventsBuilder Add<[DynamicallyAccessedMembers(Constructors)] THandler, T>(EventKey<T> key, bool isOnce, int order)
        where THandler : class, IHandle<T>
    {
        ArgumentNullException.ThrowIfNull(key);
        Services.TryAddScoped<THandler>();
        var added = new InterfaceMethod<T>(typeof(THandler), key.Name, isOnce, order);
        return Configure(options =>
        {
            var isThere = options.Methods.Exists(method =>
                method is InterfaceMethod<T> && (method.Handler, method.EventName, method.IsOnce) == (added.Handler, added.EventName, added.IsOnce));
            options.Methods.AddRange(isThere ? [] : [added]);
        });
    }

    // An override has the attributes of what it overrides, and may repeat them: its own come first, and count.
    private static IEnumerable<IListenerAttribute> ListenersOf(MethodInfo method) =>
        method.GetCustomAttributes().OfType<IListenerAttribute>().DistinctBy(attribute => (attribute.GetEventName(method), attribute.IsOnce));

    private SockeyeEventsBuilder Configure(Action<EventHandlerOptions> configure)
    {
        Services.Configure(_name, configure);
        return this;
    }
}
