namespace Sockeye;

/// <summary>Makes a method of a handler class run before a socket leaves: see <see cref="HandlerClassExtensions"/>.</summary>
/// <remarks>It takes what <see cref="OnDisconnectAttribute"/> says. The socket is still in its rooms until the method first awaits.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnDisconnectingAttribute : Attribute;
