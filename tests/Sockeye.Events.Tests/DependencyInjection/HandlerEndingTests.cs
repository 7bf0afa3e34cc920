using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye.Events.Tests.Diagnostics;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.DependencyInjection;

/// <summary>How emitters and scopes end when handlers hang or fail.</summary>
public sealed class HandlerEndingTests
{
    private readonly CollectingLogger _logger = new(LogLevel.Warning);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_container_without_a_host_waits_thirty_seconds_for_handlers_that_hang()
    {
        var services = Provide(static events => events.AddHandlers<Hanging>());
        var diary = services.GetRequiredService<Diary>();
        services.GetRequiredService<EventEmitter>().Emit("hang");

        var disposal = services.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(disposal.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await disposal.DefaultTimeout();

        await diary.WrittenAsync("cancelled").DefaultTimeout();
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task Closing_waits_for_listeners_and_for_their_scopes()
    {
        await using var services = Provide(static events => events.AddHandlers<Gated>());
        var gate = new TaskCompletionSource();
        services.GetRequiredService<EventEmitter>().Emit("gated", gate);

        var closed = Lifetime(services).StoppedAsync(TestContext.Current.CancellationToken);
        Assert.False(closed.IsCompleted);
        gate.SetResult();
        await closed.DefaultTimeout();

        Assert.Equal(["through the gate", "basket gone"], services.GetRequiredService<Diary>().Entries);
    }

    [Fact]
    public async Task Closing_does_not_wait_for_what_a_handler_does_when_it_is_cancelled()
    {
        await using var services = Provide(static events => events.AddHandlers<Stubborn>());
        using var release = new ManualResetEventSlim();
        var gate = new TaskCompletionSource();
        services.GetRequiredService<EventEmitter>().Emit("stubborn", release, gate);
        try
        {
            await Lifetime(services).StoppedAsync(new CancellationToken(canceled: true)).DefaultTimeout();
        }
        finally
        {
            release.Set();
            gate.SetResult();
        }
    }

    [Theory]
    [InlineData(HandlerScope.Emission)]
    [InlineData(HandlerScope.Handler)]
    public async Task What_fails_as_a_scope_ends_does_not_hide_why_the_handler_failed(HandlerScope scope)
    {
        await using var services = Provide(events => events.AddHandlers<Failing>().ScopeHandlersBy(scope));
        var emitter = services.GetRequiredService<EventEmitter>();
        var errors = new List<string>();
        emitter.On(EventEmitter.Error, error => errors.Add(error.Message));
        var gate = new TaskCompletionSource();

        // The emission is over before the handler is, which so is the last to use the scope.
        emitter.Emit("fail", gate);
        gate.SetResult();
        await emitter.DisposeAsync().DefaultTimeout();

        Assert.Equal(["the handler's own", "the service's own"], errors.Order(StringComparer.Ordinal));
    }

    private static IHostedLifecycleService Lifetime(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Single();

    private ServiceProvider Provide(Action<SockeyeEventsBuilder> register)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Diary>();
        services.AddScoped<Basket>();
        services.AddScoped<Brittle>();
        services.AddSingleton<TimeProvider>(_time);
        services.AddLogging(logging => logging.AddProvider(new OneLogger(_logger)));
        register(services.AddSockeyeEvents());
        return services.BuildServiceProvider();
    }

    internal sealed class Hanging(Diary diary)
    {
        [On("hang")]
        public async Task HangAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            diary.Add("cancelled");
        }
    }

    internal sealed class Gated(Basket basket, Diary diary)
    {
        [On("gated")]
        public async Task WaitAsync(TaskCompletionSource gate)
        {
            await gate.Task;
            diary.Add(basket.Id == Guid.Empty ? "never" : "through the gate");
        }
    }

    internal sealed class Stubborn(Diary diary)
    {
        [On("stubborn")]
        public async Task WaitAsync(ManualResetEventSlim release, TaskCompletionSource gate, CancellationToken cancellationToken)
        {
            await using var registration = cancellationToken.UnsafeRegister(static release => ((ManualResetEventSlim)release!).Wait(), release);
            await gate.Task;
            diary.Add("released");
        }
    }

    internal sealed class Brittle : IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            throw new InvalidDataException("the service's own");
        }
    }

    internal sealed class Failing(Brittle brittle)
    {
        [On("fail")]
        public async Task FailAsync(TaskCompletionSource gate)
        {
            await gate.Task;
            throw new FormatException(brittle.IsDisposed ? "never" : "the handler's own");
        }
    }

    private sealed class OneLogger(ILogger logger) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
            // The test owns the logger.
        }
    }
}
