using System.Reflection;
using Sockeye.Events;

namespace Sockeye;

/// <summary>As <see cref="OnAttribute"/>, but the method runs at the first emission only.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnceAttribute : Attribute, IListenerAttribute
{
    /// <summary>Initializes the attribute; the event has the method's name: see <see cref="GetEventName"/>.</summary>
    public OnceAttribute()
    {
    }

    /// <summary>Initializes the attribute.</summary>
    /// <param name="eventName">The event the method listens to.</param>
    public OnceAttribute(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        EventName = eventName;
    }

    /// <summary>Gets the event; <see langword="null"/> where it has the method's name.</summary>
    public string? EventName { get; }

    /// <summary>Gets or sets the method's place among the handlers of an emitter: see <see cref="OnAttribute.Order"/>.</summary>
    public int Order { get; set; }

    bool IListenerAttribute.IsOnce => true;

    /// <summary>
    /// Gets the event that a method with this attribute listens to: <see cref="EventName"/>, or else the method's name in camel case, without
    /// <c>On</c> in front and <c>Async</c> behind.
    /// </summary>
    /// <param name="method">The method.</param>
    public string GetEventName(MethodInfo method) => EventName ?? MethodEventName.Of(method);
}
