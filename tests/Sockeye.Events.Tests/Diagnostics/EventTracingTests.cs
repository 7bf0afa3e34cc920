using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Diagnostics;

public sealed class EventTracingTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter;
    private readonly List<EventTrace> _traces = [];

    public EventTracingTests() => _emitter = new EventEmitter(new EventEmitterOptions { TimeProvider = _time });

    [Fact]
    public void A_trace_shows_arguments_stack_and_durations()
    {
        _emitter.On("order", Slow);
        _emitter.On("order", () => { });
        using var tracing = _emitter.Trace("order", _traces.Add);

        EmitFromHere("order", 7, "tea");
        _emitter.Emit("other");

        var (started, completed) = (_traces[0], _traces[1]);
        Assert.Equal(2, _traces.Count);
        Assert.Equal((1, EventTraceStage.Started, "order", 2), (started.Id, started.Stage, started.EventName, started.ListenerCount));
        Assert.Equal(["7", "\"tea\""], started.Arguments);
        Assert.Contains($"{nameof(EventTracingTests)}.{nameof(EmitFromHere)}", started.Stack[0], StringComparison.Ordinal);
        Assert.Contains(nameof(A_trace_shows_arguments_stack_and_durations), started.Stack[1], StringComparison.Ordinal);
        Assert.Contains("EventTracingTests.cs:line ", started.Stack[0], StringComparison.Ordinal);
        Assert.Empty(started.Listeners);
        Assert.Equal((1, EventTraceStage.Completed, TimeSpan.FromMilliseconds(5)), (completed.Id, completed.Stage, completed.Duration));
        Assert.Equal(started.Stack, completed.Stack);
        Assert.Equal([TimeSpan.FromMilliseconds(5), TimeSpan.Zero], completed.Listeners.Select(static listener => listener.Duration));
        Assert.EndsWith($"{nameof(EventTracingTests)}.{nameof(Slow)}", completed.Listeners[0].Name, StringComparison.Ordinal);
        Assert.EndsWith($"{nameof(A_trace_shows_arguments_stack_and_durations)} (lambda)", completed.Listeners[1].Name, StringComparison.Ordinal);
        Assert.Contains("order(7, \"tea\") to 2, 5 ms", completed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_shown_at_its_listener_and_at_the_emission()
    {
        using var tracing = _emitter.TraceAll(_traces.Add);
        _emitter.On("event", () => throw new FormatException("bad"));

        Assert.Throws<FormatException>(() => _emitter.Emit("event"));

        var completed = _traces.Single(static trace => trace is { EventName: "event", Stage: EventTraceStage.Completed });
        Assert.IsType<FormatException>(completed.Failure);
        Assert.IsType<FormatException>(Assert.Single(completed.Listeners).Failure);
    }

    [Fact]
    public async Task An_emission_is_complete_when_the_last_asynchronous_listener_has_ended()
    {
        var gate = new TaskCompletionSource();
        using var tracing = _emitter.Trace("event", _traces.Add);
        _emitter.On("event", () => gate.Task);
        _emitter.On("event", () => { });
        _emitter.On(EventEmitter.Error, _ => { });

        _emitter.Emit("event");
        Assert.Equal([EventTraceStage.Started], _traces.Select(static trace => trace.Stage));
        _time.Advance(TimeSpan.FromSeconds(2));
        gate.SetException(new InvalidDataException());
        await _emitter.DisposeAsync().DefaultTimeout();

        Assert.Equal(2, _traces.Count);
        Assert.Equal(TimeSpan.Zero, _traces[1].Duration);
        Assert.Equal([0, 1], _traces[1].Listeners.Select(static listener => listener.Index));
        Assert.Equal(TimeSpan.FromSeconds(2), _traces[1].Listeners[0].Duration);
        Assert.IsType<InvalidDataException>(_traces[1].Listeners[0].Failure);
    }

    [Fact]
    public async Task The_stack_of_an_asynchronous_emit_begins_at_its_caller()
    {
        using var tracing = _emitter.Trace("event", _traces.Add);
        _emitter.On("event", async () => await Task.Yield());

        await Task.Yield();
        await _emitter.EmitAsync("event").DefaultTimeout();
        await _emitter.EmitParallelAsync("event").DefaultTimeout();

        Assert.All(_traces, trace =>
            Assert.Contains($"{nameof(EventTracingTests)}.{nameof(The_stack_of_an_asynchronous_emit_begins_at_its_caller)}", trace.Stack[0], StringComparison.Ordinal));
    }

    [Fact]
    public void All_events_are_traced_until_the_tracing_is_disposed()
    {
        var tracing = _emitter.TraceAll(_traces.Add);
        _emitter.Emit("first");
        _emitter.SafeEmit("second");
        tracing.Dispose();
        _emitter.Emit("third");

        Assert.Equal(["first", "second"], _traces.Where(static trace => trace.Stage == EventTraceStage.Completed).Select(static trace => trace.EventName));
    }

    [Fact]
    public void What_a_callback_emits_is_not_traced()
    {
        var heard = 0;
        using var tracing = _emitter.TraceAll(trace =>
        {
            _traces.Add(trace);
            _emitter.Emit("traced");
        });
        _emitter.On("traced", () => heard++);
        _emitter.Emit("event");

        Assert.Equal(["event", "event"], _traces.Where(static trace => trace.EventName != "traced").Select(static trace => trace.EventName));
        Assert.Equal(2, heard);
    }

    [Fact]
    public void A_callback_that_throws_ends_its_tracing_and_not_the_emit()
    {
        var calls = 0;
        var written = new StringWriter();
        using var trace = new TextWriterTraceListener(written);
        System.Diagnostics.Trace.Listeners.Add(trace);
        using var tracing = _emitter.Trace("traced", _ =>
        {
            calls++;
            throw new FormatException("the callback's own");
        });
        _emitter.On("traced", () => { });

        Assert.True(_emitter.Emit("traced"));
        Assert.True(_emitter.Emit("traced"));
        System.Diagnostics.Trace.Listeners.Remove(trace);

        Assert.Equal(1, calls);
        Assert.Contains("The tracing of 'traced' has ended", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("the callback's own", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_logger_gets_an_entry_at_the_beginning_and_one_at_the_end()
    {
        var logger = new CollectingLogger(LogLevel.Information);
        using var tracing = _emitter.Trace("order", logger, new EventTraceOptions { LogLevel = LogLevel.Information });
        _emitter.On("order", Slow);
        EmitFromHere("order", 7, "tea");

        Assert.Equal(["EmissionStarted", "EmissionCompleted"], logger.Entries.Select(static entry => entry.Id.Name));
        Assert.StartsWith("Emission 1 of order(7, \"tea\") to 1 listeners begins", logger.Entries[0].Message, StringComparison.Ordinal);
        Assert.Contains(nameof(EmitFromHere), logger.Entries[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("Emission 1 of order took 5 ms", logger.Entries[1].Message, StringComparison.Ordinal);
        Assert.Contains($"{nameof(Slow)} 5 ms", logger.Entries[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logger_whose_level_leaves_traces_out_costs_no_allocation()
    {
        var logger = new CollectingLogger(LogLevel.Information);
        using var tracing = _emitter.TraceAll(logger);
        var heard = 0;
        _emitter.On("event", (int number) => heard += number);

        Assert.Equal(0, Allocations.Of(() => _emitter.Emit("event", 1)));
        Assert.Empty(logger.Entries);

        logger.Least = LogLevel.Debug;
        _emitter.Emit("event", 1);
        Assert.Equal(2, logger.Entries.Count);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _emitter.TraceAll(_traces.Add, new EventTraceOptions { MaxArgumentLength = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _emitter.TraceAll(_traces.Add, new EventTraceOptions { MaxStackFrames = -1 }));
    }

    [Fact]
    public void Arguments_and_stack_can_be_left_out()
    {
        using var tracing = _emitter.TraceAll(_traces.Add, new EventTraceOptions { MaxArgumentLength = 0, MaxStackFrames = 0 });
        _emitter.Emit("event", new object());

        Assert.All(_traces, static trace => Assert.Empty(trace.Arguments));
        Assert.All(_traces, static trace => Assert.Empty(trace.Stack));
    }

    private void Slow() => _time.Advance(TimeSpan.FromMilliseconds(5));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private void EmitFromHere(string eventName, int number, string text) => Assert.True(_emitter.Emit(eventName, number, text));
}
