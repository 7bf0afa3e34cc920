namespace Sockeye.Events;

/// <summary>Checks what was registered for one emitter, as far as it can be known before an instance of a handler is made.</summary>
internal static class HandlerValidation
{
    // Emitted by the emitter itself.
    private static readonly EventDeclaration[] BuiltIn =
    [
        new(EventEmitter.Error.Name, [typeof(Exception)]),
        new(EventEmitter.ErrorMonitor.Name, [typeof(Exception)]),
        new(EventEmitter.NewListener, [typeof(string), typeof(Delegate)]),
        new(EventEmitter.RemoveListener, [typeof(string), typeof(Delegate)]),
    ];

    /// <exception cref="EventHandlerException">Something is wrong.</exception>
    public static void Check(EventHandlerOptions options)
    {
        string[] problems = [.. Idle(options), .. OfMethods(options), .. OfPairs(options), .. OfDeclarations(options)];
        if (problems.Length > 0)
        {
            throw new EventHandlerException(problems, null);
        }
    }

    private static IEnumerable<string> Idle(EventHandlerOptions options) =>
        options.Idle.Select(static handler => $"{TypeNames.Of(handler)} handles nothing: give a public method of it the attribute [On(\"event\")] or [Once(\"event\")].");

    private static IEnumerable<string> OfMethods(EventHandlerOptions options)
    {
        foreach (var method in options.Methods)
        {
            if (method.Problem is { } problem)
            {
                yield return $"{method.Name}, which handles '{method.EventName}', {problem}.";
            }
            else if (options.Events.Concat(BuiltIn).FirstOrDefault(declared => declared.Name == method.EventName) is { } declared)
            {
                if (!Fits(declared.ArgumentTypes, method.ParameterTypes))
                {
                    yield return $"{method.Name} takes {List(method.ParameterTypes)}, but '{method.EventName}' is emitted with {List(declared.ArgumentTypes)}.";
                }
            }
            else if (options.Events.Count > 0)
            {
                var known = string.Join(", ", options.Events.Select(static declared => $"'{declared.Name}'"));
                yield return $"{method.Name} handles '{method.EventName}', which is not among the events that were added: {known}. Correct the name, or add the event.";
            }
        }
    }

    // Two handlers of one event must have an emission that both take.
    private static IEnumerable<string> OfPairs(EventHandlerOptions options)
    {
        var sound = options.Methods.Where(static method => method.Problem is null).ToArray();
        foreach (var (index, method) in sound.Index())
        {
            var other = sound.Take(index).FirstOrDefault(other => other.EventName == method.EventName && !Together(method.ParameterTypes, other.ParameterTypes));
            if (other is not null)
            {
                yield return $"{other.Name} takes {List(other.ParameterTypes)} and {method.Name} takes {List(method.ParameterTypes)}, but both handle "
                    + $"'{method.EventName}': nothing that is emitted fits both.";
            }
        }
    }

    private static IEnumerable<string> OfDeclarations(EventHandlerOptions options)
    {
        foreach (var (index, declared) in options.Events.Index())
        {
            var first = options.Events.Take(index).FirstOrDefault(other => other.Name == declared.Name);
            if (first is not null && !first.ArgumentTypes.SequenceEqual(declared.ArgumentTypes))
            {
                yield return $"The event '{declared.Name}' was added with {List(first.ArgumentTypes)} and again with {List(declared.ArgumentTypes)}.";
            }
        }
    }

    private static bool Fits(Type[] emitted, Type[] taken) =>
        taken.Length <= emitted.Length && taken.Zip(emitted).All(static pair => Conversion.Of(pair.Second, pair.First) != Fit.Never);

    private static bool Together(Type[] first, Type[] second) =>
        first.Zip(second).All(static pair => Conversion.Of(pair.First, pair.Second) != Fit.Never || Conversion.Of(pair.Second, pair.First) != Fit.Never);

    private static string List(IEnumerable<Type> types) => TypeNames.List(types.Select(TypeNames.Of));
}
