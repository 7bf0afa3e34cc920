namespace Sockeye;

/// <summary>Makes a method of a handler class run when a socket has disconnected: see <see cref="HandlerClassExtensions"/>.</summary>
/// <remarks>
/// It takes the <see cref="Socket"/>, the <see cref="DisconnectContext"/> and services. It does not wait for handlers of events that still run, but for
/// methods with <see cref="OnConnectionAttribute"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnDisconnectAttribute : Attribute;
