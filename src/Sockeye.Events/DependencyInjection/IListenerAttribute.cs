using System.Reflection;

namespace Sockeye.Events;

/// <summary>An attribute that makes a method a listener.</summary>
internal interface IListenerAttribute
{
    string GetEventName(MethodInfo method);

    int Order { get; }

    bool IsOnce { get; }
}
