using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Handlers;

/// <summary>Tells which types are services, without making any.</summary>
internal sealed class ServiceLookup(IServiceProvider services)
{
    private readonly IServiceProviderIsService? _isService = services.GetService<IServiceProviderIsService>();

    public bool IsService(Type type, object? key)
    {
        // A container says of every sequence that it could give it, if only an empty one.
        var item = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? type.GetGenericArguments()[0] : type;
        return key is null
            ? _isService?.IsService(item) == true
            : _isService is IServiceProviderIsKeyedService keyed && keyed.IsKeyedService(item, key);
    }
}
