using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Handlers;

/// <summary>One parameter of a handler method or constructor.</summary>
internal sealed class HandlerParameter
{
    private readonly ParameterInfo _parameter;
    private readonly object? _key;

    private HandlerParameter(ParameterInfo parameter, ParameterOrigin origin, ServiceLookup lookup)
    {
        _parameter = parameter;
        _key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
        Origin = origin;
        Problem = origin switch
        {
            ParameterOrigin.Service when !parameter.HasDefaultValue && !lookup.IsService(Type, _key) =>
                $"takes the service {Text}{(_key is null ? "" : $" with the key '{_key}'")}, which is not registered: add it to builder.Services",
            ParameterOrigin.Argument when parameter is { HasDefaultValue: true } && !IsNullByDefault =>
                $"has a default for {Text}, which an event without that argument does not use: make it nullable and null by default",
            _ => null,
        };
    }

    public ParameterOrigin Origin { get; }

    public Type Type => _parameter.ParameterType;

    /// <summary>Gets what is wrong with it; begins with a verb whose subject is the method.</summary>
    public string? Problem { get; }

    public string Text => $"{TypeText.Of(Type)} {_parameter.Name}";

    private bool IsNullByDefault => _parameter.DefaultValue is null && (!Type.IsValueType || Nullable.GetUnderlyingType(Type) is not null);

    public static HandlerParameter OfMethod(ParameterInfo parameter, ServiceLookup lookup)
    {
        var type = parameter.ParameterType;
        var origin =
            IsMarkedAsService(parameter) ? ParameterOrigin.Service
            : type == typeof(Ack) || type == typeof(CancellationToken) || type == typeof(EventArguments) ? ParameterOrigin.Binding
            : type == typeof(Socket) ? ParameterOrigin.Socket
            : type == typeof(Namespace) ? ParameterOrigin.Namespace
            : type == typeof(SocketServer) ? ParameterOrigin.Server
            : type == typeof(DisconnectContext) ? ParameterOrigin.Disconnect
            : lookup.IsService(type, key: null) ? ParameterOrigin.Service
            : ParameterOrigin.Argument;
        return new HandlerParameter(parameter, origin, lookup);
    }

    public static HandlerParameter OfConstructor(ParameterInfo parameter, ServiceLookup lookup) => new(parameter, ParameterOrigin.Service, lookup);

    public object? Resolve(IServiceProvider services) =>
        _key is not null
            ? _parameter.HasDefaultValue ? ((IKeyedServiceProvider)services).GetKeyedService(Type, _key) : services.GetRequiredKeyedService(Type, _key)
        : _parameter.HasDefaultValue ? services.GetService(Type)
        : services.GetRequiredService(Type);

    private static bool IsMarkedAsService(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(FromKeyedServicesAttribute)) || parameter.GetCustomAttributes().OfType<IFromServiceMetadata>().Any();
}
