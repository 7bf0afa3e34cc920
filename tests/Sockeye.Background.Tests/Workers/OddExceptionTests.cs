using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Workers;

/// <summary>Exceptions that are hard to speak of: they are a job's failure like any other, and cost the worker nothing.</summary>
public sealed class OddExceptionTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("silent")]
    [InlineData("nameless")]
    public async Task One_that_cannot_say_what_it_is_is_a_failure_like_any_other(string kind)
    {
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => options.Concurrency = 1)
            .On<Order>(
                "placed",
                "stock",
                (order, _) => order.Number == 1 ? throw (kind == "silent" ? new SilentException() : new NamelessException()) : Task.CompletedTask,
                static options => options.Retry.MaxAttempts = 1));
        await application.Events.EmitManyAsync([BackgroundEvent.Create("placed", new Order(1)), BackgroundEvent.Create("placed", new Order(2))], CancellationToken);

        await application.WhenAsync(static job => job.State == JobState.Completed); // the place is not lost, nor who was to have it next
        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);

        Assert.Equal(FailureKind.Failed, dead.LastFailure!.Kind);
        Assert.NotNull(dead.LastFailure.Message);
        Assert.Contains("Exception", dead.LastFailure.Stack, StringComparison.Ordinal);
        Assert.Equal(kind == "silent" ? typeof(SilentException).FullName : typeof(NamelessException).FullName, dead.LastFailure.ExceptionType);
    }

    [Fact]
    public async Task One_that_says_very_much_is_kept_in_part()
    {
        await using var application = await Application.StartAsync(background => background.On<Order>(
            "placed", "stock", static (_, _) => throw new InvalidOperationException(new string('x', 10_000_000)), static options => options.Retry.MaxAttempts = 1));
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);

        Assert.InRange(dead.LastFailure!.Message.Length, 1_000, 20_000);
        Assert.InRange(dead.LastFailure.Stack!.Length, 1_000, 100_000);
        Assert.EndsWith("…", dead.LastFailure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_listens_to_measurements_and_throws_costs_no_place_no_emit_and_no_end()
    {
        using var listener = new MeterListener();
        IMeterFactory? factory = null;
        var refused = 0;
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == factory && factory is not null)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Refuse());
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Refuse());
        await using var application = await Application.StartAsync(
            background => background
                .Configure(static options => options.Concurrency = 1)
                .On<Order>("placed", "stock", static (order, context) =>
                    order.Number == 1 && context.Attempt == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask),
            static services => services.AddMetrics());
        factory = application.Services.GetRequiredService<IMeterFactory>();
        listener.Start();

        BackgroundEvent[] events = [.. Enumerable.Range(1, 3).Select(static i => BackgroundEvent.Create("placed", new Order(i)))];
        var emitted = await application.Events.EmitManyAsync(events, CancellationToken);

        Assert.All(emitted, static one => Assert.Equal(EmitOutcome.Stored, one.Outcome));
        await application.WhenAsync(static job => job is { State: JobState.Completed, Id: 1, Attempt: 2 }, TimeSpan.FromMilliseconds(100));
        Assert.All(await application.Jobs.ListAsync(cancellationToken: CancellationToken), static job => Assert.Equal(JobState.Completed, job.State));
        Assert.True(refused > 5, $"{refused} measurements were refused.");

        void Refuse()
        {
            Interlocked.Increment(ref refused);
            throw new InvalidOperationException("The test does not like it.");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_listens_to_traces_and_throws_costs_no_attempt(bool atTheEnd)
    {
        var refused = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Sockeye.Background",
            Sample = static (ref options) => options.Name == "process odd.traced" ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = activity => Refuse(activity, !atTheEnd),
            ActivityStopped = activity => Refuse(activity, atTheEnd),
        };
        ActivitySource.AddActivityListener(listener);
        await using var application = await Application.StartAsync(static background => background.On<Order>("odd.traced", "stock", static (_, _) => Task.CompletedTask));

        await application.Events.EmitAsync("odd.traced", new Order(1), cancellationToken: CancellationToken);

        Assert.Equal(1, (await application.WhenAsync(static job => job.State == JobState.Completed)).Attempt);
        Assert.Equal(1, refused);

        void Refuse(Activity activity, bool isTime)
        {
            if (isTime && activity.OperationName == "process odd.traced")
            {
                refused++;
                throw new InvalidOperationException("The test does not like it.");
            }
        }
    }

    [Fact]
    public async Task A_log_that_throws_costs_the_worker_none_of_its_loops()
    {
        BreakableStore? handle = null;
        using var log = new ThrowingLog();
        await using var application = await Application.StartAsync(
            static background => background.On<Order>("placed", "stock", static (_, context) =>
                context.Attempt == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask),
            services => services.AddLogging(logging => logging.AddProvider(log)),
            time => BreakableStore.Create(time, out handle));
        handle!.IsBroken = true;
        application.Store.Signal.Raise(WakeUps.Work | WakeUps.Cancellation);
        await Eventually.TrueAsync(() => log.Refused > 0);
        handle.IsBroken = false;

        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        await application.WhenAsync(static job => job is { State: JobState.Completed, Attempt: 2 }, TimeSpan.FromMilliseconds(100));
    }

    private sealed class SilentException : Exception
    {
        public override string Message => throw new UnreachableException();

        public override string ToString() => throw new UnreachableException();
    }

    private sealed class NamelessException : Exception
    {
        public override string Message => null!;
    }

    private sealed class ThrowingLog : ILogger, ILoggerProvider
    {
        private int _refused;

        public int Refused => _refused;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Sockeye", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _refused);
            throw new InvalidOperationException("The test has no paper left.");
        }

        public void Dispose()
        {
        }
    }
}
