namespace Sockeye.Events;

/// <summary>Types as a message names them.</summary>
internal static class TypeNames
{
    public static string List(IEnumerable<string> names) => $"({string.Join(", ", names)})";

    public static string Of(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = string.Join(", ", type.GetGenericArguments().Select(Of));
        return $"{type.Name.Split('`')[0]}<{arguments}>";
    }
}
