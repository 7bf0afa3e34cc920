using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Server.Authentication;

namespace Sockeye.Server.Handlers;

/// <summary>The handler classes of a server, and which method has which event in which namespace.</summary>
internal sealed class MappedHandlers(SocketServer server)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(object Namespace, string EventName), string> _taken = [];
    private readonly List<HandlerClass> _classes = [];

    /// <exception cref="EventHandlerException">The class cannot work as it is.</exception>
    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    public void Map<[DynamicallyAccessedMembers(HandlerClass.Members)] THandlers>(
        object ns, Action<PolicyCheck> require, Action<Func<Socket, Task>> listen)
        where THandlers : class
    {
        var services = server.Services ?? throw new InvalidOperationException(
            "Handler classes need the application's services: map the server with MapSockeye first.");
        var handlers = new HandlerClass(typeof(THandlers), server, services);
        lock (_gate)
        {
            string[] problems = [.. handlers.Events
                .Where(method => _taken.ContainsKey((ns, method.EventName)))
                .Select(method => $"{HandlerClassReading.NameOf(method.Method)} handles '{method.EventName}', and so does {_taken[(ns, method.EventName)]} "
                    + "in the same namespace: an event has one handler method, since there is one acknowledgement.")];
            if (problems.Length > 0)
            {
                throw new EventHandlerException(problems);
            }

            foreach (var method in handlers.Events)
            {
                _taken.Add((ns, method.EventName), HandlerClassReading.NameOf(method.Method));
            }

            _classes.Add(handlers);
        }

        if (AuthorizationDemands.OfClass(typeof(THandlers)) is { } demands)
        {
            require(new PolicyCheck(demands));
        }

        listen(handlers.ConnectAsync);
    }

    /// <summary>Makes each service once that a handler class takes: only that shows whether everything is there that they need themselves.</summary>
    /// <exception cref="EventHandlerException">One cannot be made.</exception>
    public async Task TryServicesAsync()
    {
        HandlerClass[] classes;
        lock (_gate)
        {
            classes = [.. _classes];
        }

        List<string> problems = [];
        Exception? first = null;
        foreach (var handlers in classes)
        {
            var scope = handlers.Services.CreateAsyncScope();
            await using var disposal = scope.ConfigureAwait(false);
            foreach (var parameter in handlers.Resolved)
            {
                try
                {
                    parameter.Resolve(scope.ServiceProvider);
                }
                catch (NoSocketException)
                {
                    // It takes the socket, or something it takes does: there is none before somebody has connected.
                }
                catch (Exception exception)
                {
                    first ??= exception;
                    problems.Add($"{TypeText.Of(handlers.Type.Type)} takes {parameter.Text}, which cannot be made: {exception.Message}");
                }
            }
        }

        if (first is not null)
        {
            throw new EventHandlerException(problems, first);
        }
    }
}
