using System.Diagnostics;
using System.Diagnostics.Metrics;

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
    public async Task Who_listens_to_measurements_and_throws_costs_no_place()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Name == "sockeye.background.attempt.duration")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Value is "odd.measured")
                {
                    throw new InvalidOperationException("The test does not like it.");
                }
            }
        });
        listener.Start();
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => options.Concurrency = 1)
            .On<Order>("odd.measured", "stock", static (_, _) => Task.CompletedTask));
        await application.Events.EmitManyAsync([.. Enumerable.Range(1, 3).Select(static i => BackgroundEvent.Create("odd.measured", new Order(i)))], CancellationToken);

        await application.WhenAsync(static job => job is { State: JobState.Completed, Id: 3 });
        Assert.All(await application.Jobs.ListAsync(cancellationToken: CancellationToken), static job => Assert.Equal(JobState.Completed, job.State));
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
}
