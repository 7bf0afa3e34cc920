using Microsoft.Extensions.Logging;
using Sockeye.Events;

namespace Sockeye;

/// <summary>
/// Counts the listeners of each event of an emitter from time to time, and warns of one whose number only grows: it names the event and the places in the
/// code that added the listeners.
/// </summary>
/// <remarks>
/// <para>The rule: a count has grown in each of <see cref="ListenerMonitorOptions.GrowingSamples"/> samples or more, one after the other, and by
/// <see cref="ListenerMonitorOptions.MinimumGrowth"/> or more since the first of them began. After a warning the count begins anew. The number of events that
/// have listeners is watched by the same rule, since a leak may add each listener under a name of its own.</para>
/// <para>A monitor keeps its emitter alive until it is disposed. While it is on, adding a listener takes a look at the stack, some tens of microseconds. Emitting costs nothing. Safe to use from many
/// threads.</para>
/// </remarks>
public sealed partial class ListenerMonitor : IDisposable
{
    private const int MaxReportedSites = 10;

    private readonly Lock _gate = new();
    private readonly EventEmitter _emitter;
    private readonly ListenerMonitorOptions _options;
    private readonly RegistrationSites _sites;
    private readonly IDisposable _observation;
    private readonly ITimer _timer;
    private readonly GrowthSeries _names;
    private readonly Dictionary<string, GrowthSeries> _series = new(StringComparer.Ordinal);
    private Dictionary<string, int> _counts = [];
    private bool _isDisposed;

    /// <summary>Starts to monitor an emitter; the first sample is taken now.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="options">How it counts and when it warns.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its bounds.</exception>
    public ListenerMonitor(EventEmitter emitter, ListenerMonitorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(emitter);
        _emitter = emitter;
        _options = (options ?? new()).Checked();
        _sites = new RegistrationSites(_options.SiteFrames);
        _names = new GrowthSeries(emitter.EventNames.Count);
        Sample();
        _observation = emitter.Observe(_sites);
        _timer = (_options.TimeProvider ?? emitter.Options.TimeProvider)
            .CreateTimer(static monitor => ((ListenerMonitor)monitor!).Sample(), this, _options.Interval, _options.Interval);
    }

    /// <summary>Gets how many listeners each event had in the last sample.</summary>
    public IReadOnlyDictionary<string, int> Counts => Volatile.Read(ref _counts);

    /// <summary>Gets where the listeners that an event has now were added, the place with most of them first.</summary>
    /// <param name="eventName">The event.</param>
    public IReadOnlyList<ListenerSite> Sites(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return _sites.Group(_emitter.Core.Listeners.Entries(eventName));
    }

    /// <summary>Takes a sample now, besides those the clock brings, and warns where the rule says so.</summary>
    public void Sample()
    {
        List<(string? EventName, int From, int Count, int Samples)> growing = [];
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            Count(growing);
        }

        foreach (var (eventName, from, count, samples) in growing)
        {
            var growth = new ListenerGrowth(_emitter, eventName, from, count, samples, [.. SitesOf(eventName).Take(MaxReportedSites)]);
            try
            {
                Warn(growth);
            }
            catch (Exception exception)
            {
                // The clock calls this, where nobody takes an exception and it would end the process.
                System.Diagnostics.Trace.TraceError($"What is told of growing listeners failed at this warning: {growth}{Environment.NewLine}{exception}");
            }
        }
    }

    /// <summary>Ends the monitoring: no sample is taken and no place remembered any more. Adding listeners costs what it did before.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
        _observation.Dispose();
    }

    private void Count(List<(string? EventName, int From, int Count, int Samples)> growing)
    {
        var counts = _emitter.EventNames.Select(name => KeyValuePair.Create(name, _emitter.ListenerCount(name))).Where(static count => count.Value > 0)
            .ToDictionary(StringComparer.Ordinal);
        foreach (var (eventName, count) in counts)
        {
            if (_series.TryGetValue(eventName, out var series))
            {
                Grow(series, eventName, count, growing);
            }
            else
            {
                _series.Add(eventName, new GrowthSeries(count));
            }
        }

        foreach (var eventName in _series.Keys)
        {
            if (!counts.ContainsKey(eventName))
            {
                _series.Remove(eventName);
            }
        }

        Grow(_names, null, counts.Count, growing);
        Volatile.Write(ref _counts, counts);
    }

    private void Grow(GrowthSeries series, string? eventName, int count, List<(string? EventName, int From, int Count, int Samples)> growing)
    {
        series.Add(count);
        if (series.Samples >= _options.GrowingSamples && count - series.From >= _options.MinimumGrowth)
        {
            growing.Add((eventName, series.From, count, series.Samples));
            series.StartAt(count);
        }
    }

    private ListenerSite[] SitesOf(string? eventName) =>
        _sites.Group(eventName is not null ? _emitter.Core.Listeners.Entries(eventName) : _emitter.EventNames.SelectMany(_emitter.Core.Listeners.Entries));

    private void Warn(ListenerGrowth growth)
    {
        if (_options.Logger is { } logger && logger.IsEnabled(LogLevel.Warning))
        {
            Log.ListenersGrow(logger, growth.EventName, growth.Count, growth.ToString());
        }

        if (_options.OnGrowth is { } callback)
        {
            callback(growth);
        }
        else if (_options.Logger is null)
        {
            System.Diagnostics.Trace.TraceWarning(growth.ToString());
        }
    }
}
