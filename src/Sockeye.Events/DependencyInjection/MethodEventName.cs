using System.Reflection;
using System.Text.Json;

namespace Sockeye.Events;

/// <summary>The event that a method listens to where its attribute names none.</summary>
internal static class MethodEventName
{
    public static string Of(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        var name = method.Name;
        if (name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal))
        {
            name = name[..^5];
        }

        if (name.Length > 2 && name.StartsWith("On", StringComparison.Ordinal) && char.IsUpper(name[2])) // not of "Online"
        {
            name = name[2..];
        }

        return JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
