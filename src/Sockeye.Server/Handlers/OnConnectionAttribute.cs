namespace Sockeye;

/// <summary>Makes a method of a handler class run when a socket has connected: see <see cref="HandlerClassExtensions"/>.</summary>
/// <remarks>
/// It takes the <see cref="Socket"/>, services, and a <see cref="CancellationToken"/> that is cancelled when the socket disconnects. The socket's events wait
/// until it has ended. Where it fails, which is reported as of any handler, the socket is disconnected and its events are dropped.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnConnectionAttribute : Attribute;
