using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Handlers;

/// <summary>A class whose methods handle what the sockets of a namespace send.</summary>
internal sealed class HandlerClass
{
    public const string NeedsDynamicCode =
        "Delegates for the handler methods are made when the application runs. Where it is compiled ahead of time, use OnConnection and socket.On.";

    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    private readonly HandlerMethod[] _connection;
    private readonly HandlerMethod[] _disconnecting;
    private readonly HandlerMethod[] _disconnect;
    private readonly HandlerBinding[] _bindings;

    /// <exception cref="EventHandlerException">The class cannot work as it is.</exception>
    [RequiresDynamicCode(NeedsDynamicCode)]
    public HandlerClass([DynamicallyAccessedMembers(Members)] Type type, SocketServer server, IServiceProvider services)
    {
        Services = services.GetRequiredService<IServiceScopeFactory>();
        Type = new ServiceClass(type);
        var reading = new HandlerClassReading(this, server, new ServiceLookup(services));
        reading.Read(type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static));
        if (reading.Problems.Count > 0)
        {
            throw new EventHandlerException(reading.Problems);
        }

        Events = [.. reading.Events];
        _connection = [.. reading.Connection];
        _disconnecting = [.. reading.Disconnecting];
        _disconnect = [.. reading.Disconnect];
        _bindings = [.. Events.Select(static method => new HandlerBinding(method))];
        Resolved = [.. reading.Constructed, .. Events.Concat(_connection).Concat(_disconnecting).Concat(_disconnect)
            .SelectMany(static method => method.Parameters)
            .Where(static parameter => parameter.Origin == ParameterOrigin.Service)];
    }

    public ServiceClass Type { get; }

    public IServiceScopeFactory Services { get; }

    public HandlerMethod[] Events { get; }

    /// <summary>Gets the parameters that services are for, those of constructors among them.</summary>
    public HandlerParameter[] Resolved { get; }

    /// <summary>Gives a socket that has connected its listeners, and runs the methods for its connection.</summary>
    public Task ConnectAsync(Socket socket)
    {
        for (var i = 0; i < _bindings.Length; i++)
        {
            socket.AddListener(Events[i].EventName, _bindings[i], Events[i].IsOnce ? ListenerPlacement.Once : ListenerPlacement.Append);
        }

        foreach (var method in _disconnecting)
        {
            socket.OnDisconnecting(context => socket.Server.Work.Run(socket, method.EventName, method.RunHookAsync, context));
        }

        if (_connection.Length == 0)
        {
            Listen(socket, Task.CompletedTask);
            return Task.CompletedTask;
        }

        socket.Inbox.Hold();
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Listen(socket, connected.Task);
        return ConnectAsync(socket, connected);
    }

    private async Task ConnectAsync(Socket socket, TaskCompletionSource connected)
    {
        try
        {
            foreach (var method in _connection)
            {
                await method.RunHookAsync(socket).ConfigureAwait(false);
            }
        }
        catch
        {
            // Whatever the method was to check or load is not there: nothing of this socket is handled.
            socket.Off();
            socket.Disconnect();
            throw;
        }
        finally
        {
            connected.SetResult();
            socket.Inbox.Open();
        }
    }

    private void Listen(Socket socket, Task connected)
    {
        foreach (var method in _disconnect)
        {
            socket.OnDisconnect(async context =>
            {
                await connected.ConfigureAwait(false);
                await method.RunHookAsync(context).ConfigureAwait(false);
            });
        }
    }
}
