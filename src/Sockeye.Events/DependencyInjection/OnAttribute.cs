using System.Reflection;
using Sockeye.Events;

namespace Sockeye;

/// <summary>Makes a method of a handler class a listener: see <see cref="SockeyeEventsBuilder.AddHandlers{THandler}"/>.</summary>
/// <remarks>
/// The method is a public instance method that returns nothing, a <see cref="Task"/> or a <see cref="ValueTask"/>. Its parameters take the emitted arguments,
/// as those of any listener; a <see cref="CancellationToken"/> as its last parameter is cancelled when the application no longer waits for it to end.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnAttribute : Attribute, IListenerAttribute
{
    /// <summary>Initializes the attribute; the event has the method's name: see <see cref="GetEventName"/>.</summary>
    public OnAttribute()
    {
    }

    /// <summary>Initializes the attribute.</summary>
    /// <param name="eventName">The event the method listens to.</param>
    public OnAttribute(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        EventName = eventName;
    }

    /// <summary>Gets the event; <see langword="null"/> where it has the method's name.</summary>
    public string? EventName { get; }

    /// <summary>
    /// Gets or sets the method's place among the handlers of an emitter: lower numbers are added, and so run, first; those with the same number in the order
    /// in which they are registered and written. 0 by default.
    /// </summary>
    public int Order { get; set; }

    bool IListenerAttribute.IsOnce => false;

    /// <summary>
    /// Gets the event that a method with this attribute listens to: <see cref="EventName"/>, or else the method's name in camel case, without
    /// <c>On</c> in front and <c>Async</c> behind.
    /// </summary>
    /// <param name="method">The method.</param>
    public string GetEventName(MethodInfo method) => EventName ?? MethodEventName.Of(method);
}
