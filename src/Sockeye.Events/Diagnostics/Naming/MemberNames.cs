using System.Diagnostics;

namespace Sockeye.Events;

/// <summary>Methods as a person wrote them, not as the compiler stored them.</summary>
internal static class MemberNames
{
    public static string Of(Delegate listener)
    {
        if (listener.Target is INamedListener named)
        {
            return named.Name;
        }

        return DiagnosticMethodInfo.Create(listener) is { } method ? Of(method) : listener.GetType().Name;
    }

    public static string Of(DiagnosticMethodInfo method) => Of(method.DeclaringTypeName ?? string.Empty, method.Name);

    /// <summary>Names a method by the type and the method that contain it, where it is a lambda, a local function or an asynchronous method.</summary>
    public static string Of(string declaringType, string method)
    {
        // Page+<LoadAsync>d__3.MoveNext, Page+<>c__DisplayClass1_0.<Open>b__0, Page.<Open>g__Close|2_0
        var generated = declaringType.IndexOf("+<", StringComparison.Ordinal);
        var type = (generated < 0 ? declaringType : declaringType[..generated]).Replace('+', '.');
        var name = Written(generated >= 0 && method == "MoveNext" ? declaringType[(declaringType.LastIndexOf('+') + 1)..] : method);
        return type.Length == 0 ? name : $"{type}.{name}";
    }

    private static string Written(string generated)
    {
        var end = EndOfOuter(generated);
        if (end < 0)
        {
            return generated;
        }

        // What contains it may have been generated itself.
        var outer = Written(generated[1..end]);
        if (generated.AsSpan(end + 1).StartsWith("g__"))
        {
            var local = generated[(end + 4)..];
            return $"{outer}.{local.Split('|')[0]}";
        }

        return generated.AsSpan(end + 1).StartsWith("b__") ? $"{outer} (lambda)" : outer;
    }

    // <outer>rest, where outer may have the same form.
    private static int EndOfOuter(string generated)
    {
        var depth = 0;
        for (var i = 0; i < generated.Length && generated[0] == '<'; i++)
        {
            depth += generated[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
