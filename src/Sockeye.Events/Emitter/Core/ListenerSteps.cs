namespace Sockeye.Events;

/// <summary>The listeners of an event as they stood at one moment, bound to the types that are emitted.</summary>
internal sealed class ListenerSteps<TArguments>
    where TArguments : struct, IArguments<TArguments>
{
    private readonly ListenerEntry<EmitterListener>[] _entries;
    private readonly Invocation<TArguments>[] _invocations;

    /// <summary>Binds the listeners.</summary>
    /// <exception cref="ListenerTypeException">One of them cannot take what is emitted.</exception>
    public ListenerSteps(string eventName, ListenerEntry<EmitterListener>[] entries)
    {
        (EventName, _entries) = (eventName, entries);
        foreach (var entry in entries)
        {
            switch (FitOf(entry.Listener))
            {
                case Fit.Never:
                    throw Mismatch(entry.Listener, EmittedTypes());
                case Fit.Perhaps:
                    DependsOnValues = true;
                    break;
            }
        }

        _invocations = Array.ConvertAll(entries, static entry => entry.Listener.Bind<TArguments>());
    }

    public string EventName { get; }

    public int Count => _entries.Length;

    /// <summary>Gets whether the values must be looked at before each emission; see <see cref="Check"/>.</summary>
    public bool DependsOnValues { get; }

    public ListenerEntry<EmitterListener> this[int index] => _entries[index];

    /// <summary>Makes the listeners of an event that has none.</summary>
    public static ListenerSteps<TArguments> None(string eventName) => new(eventName, []);

    /// <summary>Runs one listener, unless it was to run once and has run.</summary>
    public Task? Run(int index, in TArguments arguments) => TryTake(index) ? RunTaken(index, arguments) : null;

    /// <summary>Asks to run one listener.</summary>
    /// <returns>Whether the caller is to run it.</returns>
    public bool TryTake(int index) => _entries[index].TryTake();

    public Task? RunTaken(int index, in TArguments arguments) => _invocations[index](arguments);

    /// <summary>Throws if a listener does not take these values.</summary>
    public void Check(in TArguments arguments)
    {
        if (!DependsOnValues)
        {
            return;
        }

        foreach (var entry in _entries)
        {
            var types = entry.Listener.ParameterTypes;
            for (var i = 0; i < types.Length; i++)
            {
                if (Conversion.Of(arguments.TypeAt(i), types[i]) == Fit.Perhaps && !Conversion.Takes(types[i], arguments.Get<object?>(i)))
                {
                    throw Mismatch(entry.Listener, EmittedTypes(arguments));
                }
            }
        }
    }

    private static Fit FitOf(EmitterListener listener)
    {
        var emitted = default(TArguments);
        if (listener.ParameterTypes.Length > emitted.Count)
        {
            return Fit.Never;
        }

        var fit = Fit.Always;
        for (var i = 0; i < listener.ParameterTypes.Length && fit != Fit.Never; i++)
        {
            var one = Conversion.Of(emitted.TypeAt(i), listener.ParameterTypes[i]);
            fit = one < fit ? one : fit;
        }

        return fit;
    }

    private static string EmittedTypes() =>
        TypeNames.List(Enumerable.Range(0, default(TArguments).Count).Select(static index => TypeNames.Of(default(TArguments).TypeAt(index))));

    // By value, as it is values that do not fit.
    private static string EmittedTypes(TArguments arguments) =>
        TypeNames.List(Enumerable.Range(0, arguments.Count)
            .Select(index => arguments.Get<object?>(index) is { } value ? TypeNames.Of(value.GetType()) : "null"));

    private ListenerTypeException Mismatch(EmitterListener listener, string emittedTypes) =>
        new(EventName, listener.Delegate, TypeNames.List(listener.ParameterTypes.Select(TypeNames.Of)), emittedTypes);
}
