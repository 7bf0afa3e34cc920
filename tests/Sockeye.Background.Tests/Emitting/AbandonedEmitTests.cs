using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Emitting;

/// <summary>Whoever emits gives up waiting before the store has answered: what was begun is the queue's, and ends before the store does.</summary>
public sealed class AbandonedEmitTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new();
    private readonly RecordingLog _log = new();
    private readonly SlowStore _store;
    private readonly IJobStore _slow;

    public AbandonedEmitTests() => _slow = SlowStore.Create(new ManualTimeProvider(), out _store);

    public void Dispose() => _patience.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(20)] // four fly, the others wait behind them
    public async Task The_application_ends_when_what_nobody_waits_for_is_stored(int count)
    {
        var services = Services();
        var emits = await EmitAndLeaveAsync(services, count);

        var ending = services.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        Assert.False(_store.IsDisposed);
        _store.Answer();
        await ending.DefaultTimeout();

        Assert.Equal(count, _store.Added);
        Assert.True(_store.IsDisposed);
        Assert.All(emits, static emit => Assert.True(emit.IsCanceled));
        Assert.Empty(_log.Complaints);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_failure_that_nobody_waits_for_is_told_before_the_application_ends(int count)
    {
        var services = Services();
        await EmitAndLeaveAsync(services, count);

        var ending = services.DisposeAsync().AsTask();
        _store.Fail();
        await ending.DefaultTimeout();

        Assert.Equal(count, _log.Complaints.Count(static told => told.Contains("'placed'", StringComparison.Ordinal) && told.EndsWith("The disk is full.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_emits_when_the_application_has_ended_is_told()
    {
        var services = Services();
        var events = services.GetRequiredService<IBackgroundEvents>();
        await services.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await events.EmitAsync("placed", 1, cancellationToken: TestContext.Current.CancellationToken));
    }

    private ServiceProvider Services() => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(_log))
        .AddSockeyeBackground(background => background.UseStore(_ => _slow))
        .BuildServiceProvider();

    private async Task<List<Task>> EmitAndLeaveAsync(ServiceProvider services, int count)
    {
        var events = services.GetRequiredService<IBackgroundEvents>();
        var emits = Enumerable.Range(0, count).Select(Task (i) => events.EmitAsync("placed", i, cancellationToken: _patience.Token).AsTask()).ToList();
        await _patience.CancelAsync();
        foreach (var emit in emits)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => emit.DefaultTimeout());
        }

        return emits;
    }
}
