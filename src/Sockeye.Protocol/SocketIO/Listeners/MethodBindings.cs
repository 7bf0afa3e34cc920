using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Sockeye;

/// <content>Methods that are found by reflection, bound to the same families as delegates.</content>
public abstract partial class EventBinding
{
    /// <summary>How many parameters a method may have for <see cref="CreateFrom"/>: 7, as its instance is one, too.</summary>
    public const int MaxMethodParameters = 7;

    /// <summary>
    /// Binds a method whose instance comes with each event: it is the first parameter, at position 0, which
    /// <see cref="EventInvocation.Parameters"/> must give, as it may give others.
    /// </summary>
    /// <remarks>The method is looked at once; events call a delegate.</remarks>
    /// <param name="method">An instance method of a class, with at most seven parameters, none by reference.</param>
    /// <exception cref="ArgumentException">The method is not of that kind.</exception>
    [RequiresDynamicCode("The delegate for the method's types is made when the application runs. Where it is compiled ahead of time, use Create with a lambda.")]
    public static EventBinding CreateFrom(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        Type[] parameters = [method.ReflectedType!, .. method.GetParameters().Select(static parameter => parameter.ParameterType)];
        if (method.IsStatic || method.ContainsGenericParameters || parameters.Length > MaxMethodParameters + 1
            || Array.Exists(parameters, static type => type.IsByRef || type.IsByRefLike || type.IsPointer) || parameters[0].IsValueType)
        {
            throw new ArgumentException("The method must be an instance method of a class, not generic, with at most seven parameters, none by reference.", nameof(method));
        }

        // The definition that has the method's kind of result, found by its shape: Create<T1, T2, TResult>(Func<T1, T2, Task<TResult>>), for example.
        var result = ResultOf(method.ReturnType);
        Type[] arguments = result is null ? parameters : [.. parameters, result];
        var shape = DelegateType([.. parameters.Select(static (_, i) => Type.MakeGenericMethodParameter(i))], ShapeOf(method.ReturnType, parameters.Length));
        var handler = method.CreateDelegate(DelegateType(parameters, method.ReturnType));
        return (EventBinding)typeof(EventBinding)
            .GetMethod(nameof(Create), arguments.Length, BindingFlags.Public | BindingFlags.Static, null, [shape], null)!
            .MakeGenericMethod(arguments)
            .Invoke(null, [handler])!;
    }

    /// <summary>The type of what a method acknowledges with; null where it has none.</summary>
    private static Type? ResultOf(Type returned) =>
        returned == typeof(void) || returned == typeof(Task) || returned == typeof(ValueTask) ? null
        : IsTaskOfResult(returned) ? returned.GetGenericArguments()[0]
        : returned;

    private static bool IsTaskOfResult(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    [RequiresDynamicCode("Makes types.")]
    private static Type ShapeOf(Type returned, int position)
    {
        if (ResultOf(returned) is null)
        {
            return returned;
        }

        var result = Type.MakeGenericMethodParameter(position);
        return !IsTaskOfResult(returned) ? result
            : returned.GetGenericTypeDefinition() == typeof(Task<>) ? typeof(Task<>).MakeGenericType(result)
            : typeof(ValueTask<>).MakeGenericType(result);
    }

    [RequiresDynamicCode("Makes types.")]
    private static Type DelegateType(Type[] parameters, Type returned)
    {
        if (returned == typeof(void))
        {
            var action = parameters.Length switch
            {
                1 => typeof(Action<>),
                2 => typeof(Action<,>),
                3 => typeof(Action<,,>),
                4 => typeof(Action<,,,>),
                5 => typeof(Action<,,,,>),
                6 => typeof(Action<,,,,,>),
                7 => typeof(Action<,,,,,,>),
                _ => typeof(Action<,,,,,,,>),
            };
            return action.MakeGenericType(parameters);
        }

        var func = parameters.Length switch
        {
            1 => typeof(Func<,>),
            2 => typeof(Func<,,>),
            3 => typeof(Func<,,,>),
            4 => typeof(Func<,,,,>),
            5 => typeof(Func<,,,,,>),
            6 => typeof(Func<,,,,,,>),
            7 => typeof(Func<,,,,,,,>),
            _ => typeof(Func<,,,,,,,,>),
        };
        return func.MakeGenericType([.. parameters, returned]);
    }
}
