using System.Globalization;
using System.Reflection;

namespace Sockeye.Repository.Tests.PublicSurface;

/// <summary>Types and constants as C# writes them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Of(underlying)}?";
        }

        return type.IsGenericParameter ? type.Name : Nested(type, type.GetGenericArguments());
    }

    public static string Arguments(ReadOnlySpan<Type> arguments) =>
        arguments.Length == 0 ? string.Empty : $"<{string.Join(", ", arguments.ToArray().Select(Of))}>";

    public static string Constraints(Type[] arguments) =>
        string.Concat(arguments.Where(static argument => argument.IsGenericParameter)
            .Select(static argument => (argument.Name, Rules: Rules(argument).ToArray()))
            .Where(static argument => argument.Rules.Length > 0)
            .Select(static argument => $" where {argument.Name} : {string.Join(", ", argument.Rules)}"));

    public static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum => $"{Of(value.GetType())}.{value}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // The arguments of an outer type come first among those of an inner one.
    private static string Nested(Type type, Type[] arguments)
    {
        var outer = type.DeclaringType is { } declaring ? $"{Nested(declaring, arguments[..declaring.GetGenericArguments().Length])}." : string.Empty;
        var own = arguments.AsSpan(type.DeclaringType?.GetGenericArguments().Length ?? 0);
        return $"{outer}{type.Name.Split('`')[0]}{Arguments(own)}";
    }

    private static IEnumerable<string> Rules(Type argument)
    {
        var flags = argument.GenericParameterAttributes;
        if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            return ["struct"];
        }

        return (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>())
            .Concat(argument.GetGenericParameterConstraints().Select(Of))
            .Concat(flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : [])
            .Concat(flags.HasFlag(GenericParameterAttributes.AllowByRefLike) ? ["allows ref struct"] : []);
    }
}
