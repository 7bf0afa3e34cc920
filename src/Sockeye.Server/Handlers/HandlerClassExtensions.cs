using System.Diagnostics.CodeAnalysis;
using Sockeye.Server.Handlers;

namespace Sockeye;

/// <summary>Handler classes: what the sockets of a namespace send is handled by the methods of a class, with services injected.</summary>
/// <remarks>
/// <para>A public method with <see cref="OnAttribute"/> or <see cref="OnceAttribute"/> handles an event, as <c>socket.On</c> and <c>socket.Once</c> would: its
/// parameters take the event's arguments in turn, and what it returns is the acknowledgement. Besides <see cref="Ack"/>, <see cref="CancellationToken"/> and
/// <see cref="EventArguments"/> it can take the <see cref="Socket"/>, its <see cref="Namespace"/> and <see cref="SocketServer"/>, and services: what is
/// registered as one, or has <c>[FromServices]</c> or <c>[FromKeyedServices]</c>. Methods with <see cref="OnConnectionAttribute"/>,
/// <see cref="OnDisconnectingAttribute"/> and <see cref="OnDisconnectAttribute"/> run when a socket comes and goes.</para>
/// <para>Each event has a scope of services of its own, and in it an object of the class, made with what its constructor takes; the socket can be injected
/// there and into the services it takes. Both last until the method has ended, also where that is later than it returns.</para>
/// <para><c>[Authorize]</c> on the class lets only those sockets connect to the namespace whose user it allows, and is asked again when the user changes, as
/// <see cref="NamespaceAuthorizationExtensions"/> are; on a method it is asked for each event, about the user of that moment, and refuses the event. Filters stand
/// around the methods for events: see <see cref="IEventFilter"/>.</para>
/// <para>What is wrong with a class is said when it is mapped; whether the services it takes can be made is tried once when the application starts.</para>
/// </remarks>
public static class HandlerClassExtensions
{
    /// <summary>Handles what the sockets of a namespace send by the methods of a class.</summary>
    /// <typeparam name="THandlers">The class.</typeparam>
    /// <param name="io">The server.</param>
    /// <param name="ns">The name of the namespace, as for <see cref="SocketServer.Of(string)"/>; by default the main one.</param>
    /// <returns>The namespace.</returns>
    /// <exception cref="EventHandlerException">The class cannot work as it is; its problems say what would be right.</exception>
    /// <exception cref="InvalidOperationException">The server is not mapped yet.</exception>
    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    public static Namespace MapHandlers<[DynamicallyAccessedMembers(HandlerClass.Members)] THandlers>(this SocketServer io, string ns = "/")
        where THandlers : class
    {
        ArgumentNullException.ThrowIfNull(io);
        return io.Of(ns).MapHandlers<THandlers>();
    }

    /// <inheritdoc cref="MapHandlers{THandlers}(SocketServer, string)"/>
    /// <param name="ns">The namespace.</param>
    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    public static Namespace MapHandlers<[DynamicallyAccessedMembers(HandlerClass.Members)] THandlers>(this Namespace ns)
        where THandlers : class
    {
        ArgumentNullException.ThrowIfNull(ns);
        ns.Server.Handlers.Map<THandlers>(ns, policy => ns.Require(policy), listen => ns.OnConnection(listen));
        return ns;
    }

    /// <inheritdoc cref="MapHandlers{THandlers}(SocketServer, string)"/>
    /// <param name="ns">The parent of dynamic namespaces.</param>
    /// <returns>The parent.</returns>
    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    public static ParentNamespace MapHandlers<[DynamicallyAccessedMembers(HandlerClass.Members)] THandlers>(this ParentNamespace ns)
        where THandlers : class
    {
        ArgumentNullException.ThrowIfNull(ns);
        ns.Server.Handlers.Map<THandlers>(ns, policy => ns.Require(policy), listen => ns.OnConnection(listen));
        return ns;
    }
}
