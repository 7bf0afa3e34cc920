using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Authentication;

namespace Sockeye.Server.Handlers;

/// <summary>Finds the methods of a handler class, and everything that is wrong with it.</summary>
internal sealed class HandlerClassReading(HandlerClass owner, SocketServer server, ServiceLookup lookup)
{
    private FilterOrigin[] _outer = [];

    public List<string> Problems { get; } = [];

    public List<HandlerMethod> Events { get; } = [];

    public List<HandlerMethod> Connection { get; } = [];

    public List<HandlerMethod> Disconnecting { get; } = [];

    public List<HandlerMethod> Disconnect { get; } = [];

    /// <summary>Gets what the constructors of the class and of its filters take.</summary>
    public List<HandlerParameter> Constructed { get; } = [];

    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    public void Read(MethodInfo[] methods)
    {
        _outer = [.. server.Options.Filters, .. FiltersOf(owner.Type.Type)];
        Check(owner.Type);
        if (HandlerAuthorization.ProblemOf(owner.Type.Type) is { } refused)
        {
            Problems.Add($"{TypeText.Of(owner.Type.Type)} {refused}.");
        }

        foreach (var filter in _outer)
        {
            Check(filter.Type);
        }

        foreach (var method in methods)
        {
            ReadEvents(method);
            ReadHook<OnConnectionAttribute>(method, "connection", Connection);
            ReadHook<OnDisconnectingAttribute>(method, "disconnecting", Disconnecting);
            ReadHook<OnDisconnectAttribute>(method, "disconnect", Disconnect);
        }

        if (Problems.Count == 0 && Events.Count + Connection.Count + Disconnecting.Count + Disconnect.Count == 0)
        {
            Problems.Add($"{TypeText.Of(owner.Type.Type)} handles nothing: give a public method of it the attribute [On(\"event\")], [On] or [OnConnection].");
        }

        foreach (var twice in Events.GroupBy(static method => method.EventName).Where(static methods => methods.Count() > 1))
        {
            var members = string.Join(" and ", twice.Select(static method => NameOf(method.Method)));
            Problems.Add($"{members} handle '{twice.Key}': an event has one handler method, since there is one acknowledgement.");
        }
    }

    public static string NameOf(MethodInfo method) => $"{TypeText.Of(method.ReflectedType!)}.{method.Name}";

    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    private void ReadEvents(MethodInfo method)
    {
        var names = method.GetCustomAttributes<OnAttribute>().Select(on => (Name: on.GetEventName(method), IsOnce: false, on.Order))
            .Concat(method.GetCustomAttributes<OnceAttribute>().Select(once => (Name: once.GetEventName(method), IsOnce: true, once.Order)));
        foreach (var (name, isOnce, order) in names.DistinctBy(static listened => listened.Name)) // an override may repeat an attribute
        {
            var parameters = ParametersOf(method);
            var problem = ProblemOf(method)
                ?? (ReservedEventNames.Contains(name) ? "has the name of no event that a client can send: use [OnConnection], [OnDisconnecting] or [OnDisconnect]" : null)
                ?? (order != 0 ? "sets Order, which means nothing here: an event has one handler method" : null)
                ?? parameters.Select(static parameter => parameter.Problem).FirstOrDefault(static problem => problem is not null)
                ?? (Array.Exists(parameters, static parameter => parameter.Origin == ParameterOrigin.Disconnect)
                    ? $"takes a {nameof(DisconnectContext)}, which only a method with [OnDisconnecting] or [OnDisconnect] is given" : null)
                ?? HandlerAuthorization.ProblemOf(method);
            Add(Events, method, name, isOnce, parameters, problem, "handles");
        }
    }

    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    private void ReadHook<TAttribute>(MethodInfo method, string name, List<HandlerMethod> hooks)
        where TAttribute : Attribute
    {
        if (!method.IsDefined(typeof(TAttribute)))
        {
            return;
        }

        var isConnection = hooks == Connection;
        var parameters = ParametersOf(method);
        var problem = ProblemOf(method)
            ?? parameters.Select(static parameter => parameter.Problem).FirstOrDefault(static problem => problem is not null);
        foreach (var parameter in parameters)
        {
            problem ??= parameter.Origin switch
            {
                ParameterOrigin.Disconnect when isConnection => $"takes a {nameof(DisconnectContext)}, which there is at a disconnect only",
                ParameterOrigin.Binding when parameter.Type != typeof(CancellationToken) => $"takes {parameter.Text}, which only events have",
                ParameterOrigin.Binding when !isConnection => "takes a CancellationToken, and that of a socket that leaves is cancelled already: leave it out",
                ParameterOrigin.Argument => $"takes {parameter.Text}, which is neither a service nor anything else that there is at a {name}",
                _ => null,
            };
        }

        problem ??= HandlerAuthorization.ProblemOfHook(method)
            ?? (FiltersOf(method).Any() ? "has a filter, and filters stand around methods for events only" : null);
        Add(hooks, method, name, isOnce: false, parameters, problem, "is there for");
    }

    [RequiresDynamicCode(HandlerClass.NeedsDynamicCode)]
    private void Add(List<HandlerMethod> methods, MethodInfo method, string name, bool isOnce, HandlerParameter[] parameters, string? problem, string verb)
    {
        if (problem is not null)
        {
            Problems.Add($"{NameOf(method)}, which {verb} '{name}', {problem}.");
            return;
        }

        FilterOrigin[] filters = methods == Events ? [.. AuthorizationOf(method), .. _outer, .. FiltersOf(method)] : [];
        foreach (var filter in filters.Skip(_outer.Length))
        {
            Check(filter.Type);
        }

        methods.Add(new HandlerMethod(owner, name, isOnce, method, parameters, filters));
    }

    private void Check(ServiceClass? type)
    {
        foreach (var parameter in type?.Parameters(lookup, Problems) ?? [])
        {
            Constructed.Add(parameter);
            if (parameter.Problem is { } problem)
            {
                Problems.Add($"The constructor of {TypeText.Of(type!.Type)} {problem}.");
            }
        }
    }

    private HandlerParameter[] ParametersOf(MethodInfo method) =>
        Array.ConvertAll(method.GetParameters(), parameter => HandlerParameter.OfMethod(parameter, lookup));

    private static IEnumerable<FilterOrigin> AuthorizationOf(MethodInfo method) =>
        AuthorizationDemands.Of(method) is { } demands ? [new FilterOrigin(new HandlerAuthorization(demands))] : [];

    private static IEnumerable<FilterOrigin> FiltersOf(MemberInfo member) => member.GetCustomAttributes().SelectMany(
        static attribute => attribute is IFilterOrigin origin ? [origin.Origin] : attribute is IEventFilter filter ? [new FilterOrigin(filter)] : Array.Empty<FilterOrigin>());

    private static string? ProblemOf(MethodInfo method)
    {
        var types = Array.ConvertAll(method.GetParameters(), static parameter => parameter.ParameterType);
        var returned = method.ReturnType;
        return !method.IsPublic || method.IsStatic ? "must be a public instance method"
            : method.ContainsGenericParameters ? "must not be generic"
            : Array.Exists(types, static type => type.IsByRef || type.IsByRefLike || type.IsPointer) ? "must not take its parameters by reference"
            : types.Length > EventBinding.MaxMethodParameters ? $"takes {types.Length} parameters and may take {EventBinding.MaxMethodParameters}, services included"
            : returned == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false)
                ? "is async void, which nobody can wait for: it must return Task or ValueTask"
            : returned.IsByRef || returned.IsByRefLike || IsOtherTask(returned) || IsAsyncSequence(returned)
                ? $"returns {TypeText.Of(returned)}, which is no acknowledgement: it must return void, a value, Task or ValueTask"
            : null;
    }

    private static bool IsOtherTask(Type type) =>
        typeof(Task).IsAssignableFrom(type) && type != typeof(Task) && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>));

    private static bool IsAsyncSequence(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
}
