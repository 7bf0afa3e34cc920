using Sockeye.Events;

namespace Sockeye;

/// <summary>As <see cref="OnAttribute"/>, but the method runs at the first emission only.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnceAttribute : Attribute, IListenerAttribute
{
    /// <summary>Initializes the attribute.</summary>
    /// <param name="eventName">The event the method listens to.</param>
    public OnceAttribute(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        EventName = eventName;
    }

    /// <summary>Gets the event.</summary>
    public string EventName { get; }

    /// <summary>Gets or sets the method's place among the handlers of an emitter: see <see cref="OnAttribute.Order"/>.</summary>
    public int Order { get; set; }

    bool IListenerAttribute.IsOnce => true;
}
