namespace Sockeye.Server.Handlers;

/// <summary>Types as a message names them.</summary>
internal static class TypeText
{
    public static string Of(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
        : type.Name;
}
