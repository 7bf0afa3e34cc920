namespace Sockeye.Events;

/// <summary>An attribute that makes a method a listener.</summary>
internal interface IListenerAttribute
{
    string EventName { get; }

    int Order { get; }

    bool IsOnce { get; }
}
