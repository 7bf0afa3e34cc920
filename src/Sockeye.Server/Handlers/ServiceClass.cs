using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Server.Handlers;

/// <summary>A class of which one object is made for each event: taken from the services where it is one of them.</summary>
internal sealed class ServiceClass([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
{
    private ObjectFactory? _factory;

    public Type Type => type;

    /// <summary>Makes one, or gets it.</summary>
    /// <param name="services">The scope.</param>
    /// <param name="isOwned">Whether whoever asked disposes it.</param>
    public object Make(IServiceProvider services, out bool isOwned)
    {
        var service = services.GetService(type);
        isOwned = service is null;
        return service ?? (_factory ??= ActivatorUtilities.CreateFactory(type, [])).Invoke(services, null);
    }

    /// <summary>Lists what its constructor takes, as far as it is one of its kind, and what is wrong with that.</summary>
    public IEnumerable<HandlerParameter> Parameters(ServiceLookup lookup, List<string> problems)
    {
        if (lookup.IsService(type, key: null))
        {
            return [];
        }

        var constructors = type.GetConstructors();
        if (type.IsAbstract || constructors.Length == 0)
        {
            problems.Add($"{TypeText.Of(type)} cannot be made: it must be a class with a public constructor, and not abstract.");
            return [];
        }

        // Of several, the container's rules choose one; what it takes shows when it is made.
        return constructors.Length > 1 ? [] : constructors[0].GetParameters().Select(parameter => HandlerParameter.OfConstructor(parameter, lookup));
    }
}
