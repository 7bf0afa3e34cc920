using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>Handing a value of one type to a parameter of another: by identity, reference conversion, boxing or unboxing.</summary>
internal static class Conversion
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TTo To<TFrom, TTo>(TFrom value) =>
        typeof(TFrom) == typeof(TTo) ? Unsafe.As<TFrom, TTo>(ref value) : (TTo)(object?)value!;

    /// <summary>Says whether values of one type fit a parameter of another.</summary>
    public static Fit Of(Type from, Type to)
    {
        if (to.IsAssignableFrom(from))
        {
            return Fit.Always;
        }

        // What is emitted as a base type, an interface or a nullable may be the very thing that the listener takes.
        return from.IsAssignableFrom(to) || (to.IsInterface && IsOpen(from)) || (from.IsInterface && IsOpen(to)) ? Fit.Perhaps : Fit.Never;
    }

    // Whether a value may be more than the type says, and so implement what the type does not. An array may be one of a derived element type.
    private static bool IsOpen(Type type) => !type.IsSealed || (type.IsArray && !type.GetElementType()!.IsValueType);

    /// <summary>Says of a type that fits perhaps whether this value does.</summary>
    public static bool Takes(Type to, object? value) =>
        value is null ? !to.IsValueType || Nullable.GetUnderlyingType(to) is not null : to.IsInstanceOfType(value);
}
