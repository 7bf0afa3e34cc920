using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Diagnostics;

public sealed class ListenerMonitorTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter;
    private readonly List<ListenerGrowth> _growth = [];

    public ListenerMonitorTests() => _emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = _time, MaxListeners = 0 });

    [Fact]
    public void Steady_growth_is_warned_of_with_the_places_that_caused_it()
    {
        using var monitor = Monitor(samples: 3, growth: 7);
        LeakOne("page");
        for (var sample = 0; sample < 4; sample++)
        {
            _time.Advance(Interval);
            LeakOne("page");
            LeakOther("page");
        }

        Assert.Empty(_growth);
        _time.Advance(Interval);
        var growth = Assert.Single(_growth);

        Assert.Equal(("page", 1, 9, 4), (growth.EventName, growth.From, growth.Count, growth.Samples));
        Assert.Equal([5, 4], growth.Sites.Select(static site => site.Count));
        Assert.Contains($"{nameof(ListenerMonitorTests)}.{nameof(LeakOne)} in ", growth.Sites[0].Frames[0], StringComparison.Ordinal);
        Assert.Contains($"{nameof(ListenerMonitorTests)}.{nameof(LeakOther)}", growth.Sites[1].Frames[0], StringComparison.Ordinal);
        Assert.Contains("'page' has grown in 4 samples one after the other, from 1 to 9", growth.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(LeakOther), growth.ToString(), StringComparison.Ordinal);
        Assert.Equal(9, monitor.Counts["page"]);
    }

    [Fact]
    public void After_a_warning_the_count_begins_anew()
    {
        using var monitor = Monitor(samples: 2, growth: 2);
        LeakOne("page");
        for (var sample = 0; sample < 7; sample++)
        {
            monitor.Sample();
            LeakOne("page");
        }

        Assert.Equal([(1, 3), (3, 5), (5, 7)], _growth.Select(static growth => (growth.From, growth.Count)));
    }

    [Fact]
    public void Growth_that_pauses_or_is_small_is_no_leak()
    {
        using var monitor = Monitor(samples: 3, growth: 4);
        LeakOne("pausing");
        LeakOne("small");
        for (var sample = 0; sample < 12; sample++)
        {
            monitor.Sample();
            if (sample % 3 != 2)
            {
                LeakOne("pausing");
                LeakOne("pausing");
            }

            if (sample < 3)
            {
                LeakOne("small");
            }
        }

        Assert.Empty(_growth);
    }

    [Fact]
    public void Listeners_that_come_and_go_are_no_leak_however_many()
    {
        using var monitor = Monitor(samples: 2, growth: 2);
        for (var sample = 0; sample < 10; sample++)
        {
            LeakOne("page").Dispose();
            _emitter.Once("page", () => { });
            _emitter.Emit("page");
            monitor.Sample();
        }

        Assert.Empty(_growth);
        Assert.Empty(monitor.Counts);
    }

    [Fact]
    public void A_leak_under_ever_new_names_is_found_by_the_number_of_events()
    {
        using var monitor = Monitor(samples: 3, growth: 3);
        for (var sample = 0; sample < 3; sample++)
        {
            LeakOne($"reply {sample}");
            monitor.Sample();
        }

        var growth = Assert.Single(_growth);
        Assert.Equal((null, 0, 3), (growth.EventName, growth.From, growth.Count));
        Assert.Equal(3, Assert.Single(growth.Sites).Count);
        Assert.Contains("number of events", growth.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listeners_from_before_the_monitor_are_counted_without_a_place()
    {
        LeakOne("page");
        using var monitor = Monitor(samples: 3, growth: 3);
        LeakOther("page");
        LeakOther("page");

        var sites = monitor.Sites("page");
        Assert.Equal([2, 1], sites.Select(static site => site.Count));
        Assert.Empty(sites[1].Frames);
        Assert.Equal("1 × (not seen)", sites[1].ToString());
    }

    [Fact]
    public void A_logger_is_warned_by_default_nobody_else_is_needed()
    {
        var logger = new CollectingLogger(LogLevel.Warning);
        using var monitor = new ListenerMonitor(_emitter, new ListenerMonitorOptions { GrowingSamples = 1, MinimumGrowth = 1, Logger = logger });
        LeakOne("page");
        monitor.Sample();
        LeakOne("page");
        monitor.Sample();

        Assert.Contains(logger.Entries, static entry => entry.Level == LogLevel.Warning && entry.Message.Contains("'page' has grown", StringComparison.Ordinal));
    }

    [Fact]
    public void A_callback_that_throws_does_not_end_the_clock_or_keep_other_warnings_away()
    {
        var written = new StringWriter();
        using var trace = new System.Diagnostics.TextWriterTraceListener(written);
        System.Diagnostics.Trace.Listeners.Add(trace);
        var warned = new List<string?>();
        using var monitor = new ListenerMonitor(
            _emitter,
            new ListenerMonitorOptions
            {
                Interval = Interval,
                GrowingSamples = 1,
                MinimumGrowth = 1,
                OnGrowth = growth =>
                {
                    warned.Add(growth.EventName);
                    throw new FormatException("the callback's own");
                },
            });
        LeakOne("page");
        _time.Advance(Interval);
        LeakOne("page");
        LeakOne("other");
        _time.Advance(Interval);
        System.Diagnostics.Trace.Listeners.Remove(trace);

        Assert.Equal([null, "page", null], warned);
        Assert.Contains("the callback's own", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_read_the_same_are_one()
    {
        using var monitor = new ListenerMonitor(_emitter, new ListenerMonitorOptions { SiteFrames = 2 });
        LeakOne("page"); LeakOne("page");

        Assert.Equal(2, Assert.Single(monitor.Sites("page")).Count);
    }

    [Fact]
    public void A_disposed_monitor_counts_and_remembers_nothing_more()
    {
        var monitor = Monitor(samples: 1, growth: 1);
        LeakOne("page");
        _time.Advance(Interval);
        monitor.Dispose();
        LeakOne("page");
        LeakOne("page");
        _time.Advance(Interval);
        monitor.Sample();

        Assert.Equal(0, _time.ArmedTimers);
        Assert.Equal(1, monitor.Counts["page"]);
        Assert.Equal(2, monitor.Sites("page").Single(static site => site.Frames.Count == 0).Count);
    }

    [Fact]
    public void Emitting_is_free_while_a_monitor_is_on()
    {
        var heard = 0;
        using var monitor = Monitor(samples: 3, growth: 3);
        _emitter.On("event", (int number) => heard += number);

        Assert.Equal(0, Allocations.Of(() => _emitter.Emit("event", 1)));
        Assert.False(_emitter.Plans.Find<Arguments<int>>("event")!.IsObserved);
    }

    [Fact]
    public void Options_outside_their_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListenerMonitor(_emitter, new ListenerMonitorOptions { Interval = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListenerMonitor(_emitter, new ListenerMonitorOptions { GrowingSamples = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListenerMonitor(_emitter, new ListenerMonitorOptions { MinimumGrowth = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListenerMonitor(_emitter, new ListenerMonitorOptions { SiteFrames = 0 }));
    }

    private ListenerMonitor Monitor(int samples, int growth) => new(
        _emitter,
        new ListenerMonitorOptions { Interval = Interval, GrowingSamples = samples, MinimumGrowth = growth, SiteFrames = 1, OnGrowth = _growth.Add });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IDisposable LeakOne(string eventName) => _emitter.On(eventName, () => { });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IDisposable LeakOther(string eventName) => _emitter.On(eventName, () => { });
}
