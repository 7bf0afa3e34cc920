using System.Runtime.ExceptionServices;

namespace Sockeye.Events;

/// <summary>How an emitter emits: the plans it makes of its listeners, errors, and who watches.</summary>
internal sealed class EmitterCore
{
    private const int MostPlansWithoutListeners = 256;

    private readonly EventEmitter _emitter;
    private readonly Observers _observers;

    public EmitterCore(EventEmitter emitter, EventEmitterOptions options)
    {
        _emitter = emitter;
        _observers = new Observers(emitter, options.TimeProvider);
        Listeners = new EmitterListeners(emitter, options, _observers);
        Tasks = new OwnedTasks(emitter, options);
    }

    public EmitterListeners Listeners { get; }

    public OwnedTasks Tasks { get; }

    /// <summary>Makes the plan by which an event is emitted now.</summary>
    /// <returns>Null when nobody listens.</returns>
    public Plan<TArguments>? MakePlan<TArguments>(string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        var version = _emitter.Plans.Version;
        Plan<TArguments> plan;
        if (eventName == EventEmitter.Error.Name)
        {
            plan = PlanBuilder.ForErrors<TArguments>(this);
        }
        else if (Listeners.Reached(eventName) is { Length: > 0 } entries)
        {
            plan = PlanBuilder.For(this, new ListenerSteps<TArguments>(eventName, entries), _observers.InterestedIn(eventName));
        }
        else
        {
            return null;
        }

        // Who listens to whatever is emitted must not make the emitter remember every name there ever was.
        if (Listeners.Count(eventName) > 0 || _emitter.Plans.Count < MostPlansWithoutListeners)
        {
            _emitter.Plans.Add(plan, version);
        }

        return plan;
    }

    /// <summary>Gets the listeners that an emission is to run, after <see cref="EventEmitter.ErrorMonitor"/> has heard of an error.</summary>
    public ListenerSteps<TArguments> StepsOf<TArguments>(string eventName, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        ArgumentNullException.ThrowIfNull(eventName);
        if (eventName != EventEmitter.Error.Name)
        {
            var plan = _emitter.Plans.Find<TArguments>(eventName) ?? MakePlan<TArguments>(eventName);
            var steps = plan?.Steps ?? ListenerSteps<TArguments>.None(eventName);
            steps.Check(arguments);
            return steps;
        }

        if (Listeners.Count(EventEmitter.ErrorMonitor.Name) > 0)
        {
            RunAll(StepsOf(EventEmitter.ErrorMonitor.Name, arguments), arguments);
        }

        var entries = Listeners.Reached(eventName);
        if (entries.Length == 0)
        {
            var error = arguments.Count > 0 ? arguments.Get<object?>(0) : null;
            var unheard = error as Exception ?? new UnhandledErrorException(error);
            Watch(eventName, arguments, 0)?.Ended(unheard);

            // Keeps the trace of where it was thrown first, if it was.
            ExceptionDispatchInfo.Throw(unheard);
        }

        var heard = new ListenerSteps<TArguments>(eventName, entries);
        heard.Check(arguments);
        return heard;
    }

    /// <summary>Runs listeners as <c>Emit</c> does: the first failure ends it.</summary>
    public void RunAll<TArguments>(ListenerSteps<TArguments> steps, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        var watch = Watch(steps.EventName, arguments, steps.Count);
        try
        {
            for (var i = 0; i < steps.Count; i++)
            {
                Tasks.Own(watch is null ? steps.Run(i, arguments) : watch.Run(steps, i, arguments), steps.EventName);
            }
        }
        catch (Exception exception) when (watch is not null)
        {
            watch.Ended(exception);
            throw;
        }

        watch?.Ended(null);
    }

    /// <summary>Emits where the plan's own action does not do: somebody watches, or nobody listens, which somebody may want to see too.</summary>
    /// <returns>Whether somebody listened.</returns>
    public bool RunOtherwise<TArguments>(Plan<TArguments>? plan, string eventName, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        if (plan is null)
        {
            Watch(eventName, arguments, 0)?.Ended(null);
            return false;
        }

        plan.Steps.Check(arguments);
        RunAll(plan.Steps, arguments);
        return true;
    }

    /// <summary>Shows an emission to those who want to see it.</summary>
    /// <returns>Null when nobody does.</returns>
    public EmissionWatch? Watch<TArguments>(string eventName, in TArguments arguments, int listenerCount)
        where TArguments : struct, IArguments<TArguments> =>
        _observers.Watch(eventName, arguments, listenerCount);

    public IDisposable Observe(EmissionObserver observer)
    {
        _observers.Add(observer);
        _emitter.Plans.Clear();
        return new ObserverSubscription(this, observer);
    }

    public void Unobserve(EmissionObserver observer)
    {
        _observers.Remove(observer);
        _emitter.Plans.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        // What runs may still emit, and its failures may still be heard.
        await Tasks.WaitAsync().ConfigureAwait(false);

        // Then nobody starts anything any more, and what was started meanwhile is still heard when it fails.
        Listeners.Close(exceptOfErrors: true);
        await Tasks.WaitAsync().ConfigureAwait(false);
        Listeners.Close(exceptOfErrors: false);
        await Tasks.WaitAsync().ConfigureAwait(false);
    }
}
