using System.Diagnostics.Metrics;

namespace Sockeye.TestKit;

/// <summary>A meter factory whose meters are listened to: keeps a line for each measurement, tags in the order in which they came.</summary>
public sealed class Measurements : IMeterFactory
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();

    /// <summary>Listens, to all instruments or to those named.</summary>
    public Measurements(params string[] instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this && (instruments.Length == 0 || instruments.Contains(instrument.Name)))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Gets what was measured, oldest first: <c>name value unit tag=value …</c>.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Looks at the observable instruments now.</summary>
    /// <returns>What they say.</returns>
    public IReadOnlyList<string> Observe()
    {
        var before = Lines.Count;
        _listener.RecordObservableInstruments();
        return [.. Lines.Skip(before)];
    }

    /// <summary>Waits until something was measured that begins so, or has been already.</summary>
    /// <exception cref="TimeoutException">It was not within 60 seconds.</exception>
    public async Task<string> WhenAsync(string beginning)
    {
        string? found = null;
        await Eventually.TrueAsync(
            () => (found = Lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal))) is not null, $"the measurement '{beginning}'");
        return found!;
    }

    /// <inheritdoc />
    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        lock (_gate)
        {
            _meters.Add(meter);
        }

        return meter;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(static meter => meter.Dispose());
    }

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = FormattableString.Invariant($"{instrument.Name} {value} {instrument.Unit}");
        foreach (var (name, tag) in tags)
        {
            line += $" {name}={tag}";
        }

        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
