using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye.Events.Tests.Diagnostics;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.DependencyInjection;

public sealed class EmitterLifetimeTests
{
    private readonly CollectingLogger _logger = new(LogLevel.Warning);

    [Fact]
    public async Task Stopping_waits_for_listeners_that_run()
    {
        await using var application = TestHost.Build(static services => services.AddSockeyeEvents().AddHandlers<Slow>(), _logger);
        await application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        var gate = new TaskCompletionSource();
        application.Services.GetRequiredService<EventEmitter>().Emit("slow", gate, new TaskCompletionSource());

        var stopped = application.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stopped.IsCompleted);
        gate.SetResult();
        await stopped.DefaultTimeout();

        Assert.Equal(["ended, cancelled: False"], application.Services.GetRequiredService<Diary>().Entries);
        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public async Task Stopping_waits_no_longer_than_the_host_allows()
    {
        var application = TestHost.Build(static services => services.AddSockeyeEvents().AddHandlers<Slow>(), _logger);
        await application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        var (never, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        application.Services.GetRequiredService<EventEmitter>().Emit("slow", never, ended);
        var diary = application.Services.GetRequiredService<Diary>();
        using var patience = new CancellationTokenSource();

        var stopped = application.StopAsync(patience.Token);
        Assert.False(stopped.IsCompleted);
        await patience.CancelAsync();
        await stopped.DefaultTimeout();
        await application.DisposeAsync().DefaultTimeout();
        await ended.Task.DefaultTimeout();

        var entry = Assert.Single(_logger.Entries, static entry => entry.Id.Name == "ListenersLeft");
        Assert.Contains("1 listeners", entry.Message, StringComparison.Ordinal);
        Assert.Equal(["ended, cancelled: True"], diary.Entries);
    }

    [Fact]
    public async Task A_service_that_emits_while_it_stops_is_still_heard()
    {
        await using var application = TestHost.Build(
            static services =>
            {
                services.AddHostedService<LastWord>();
                services.AddSockeyeEvents().AddHandlers<Listening>();
            },
            _logger);
        await application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        await application.StopAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal(["hello", "good-bye"], application.Services.GetRequiredService<Diary>().Entries);
        Assert.False(application.Services.GetRequiredService<EventEmitter>().Emit("word", "too late"));
    }

    [Fact]
    public async Task A_failure_that_nobody_takes_is_logged()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(new OneLogger(_logger));
        services.AddSockeyeEvents(static options => options.MaxListeners = 1);
        var provider = services.BuildServiceProvider();
        var emitter = provider.GetRequiredService<EventEmitter>();
        emitter.On("event", async () =>
        {
            await Task.Yield();
            throw new FormatException("bad");
        });
        emitter.On("event", () => { });
        emitter.Emit("event");
        await provider.DisposeAsync().DefaultTimeout();

        Assert.Equal(["MaxListenersExceeded", "UnhandledError"], _logger.Entries.Select(static entry => entry.Id.Name));
        Assert.Equal("bad", Assert.IsType<FormatException>(_logger.Entries[1].Exception).Message);
        Assert.Equal(LogLevel.Error, _logger.Entries[1].Level);
    }

    [Fact]
    public async Task Own_options_are_kept_and_wrong_ones_refused()
    {
        var unhandled = new List<string>();
        await using var application = TestHost.Build(services =>
        {
            services.AddSockeyeEvents(options =>
            {
                options.OnUnhandledError = context => unhandled.Add(context.Exception.Message);
                options.Name = "mine";
            });
            services.AddSockeyeEvents("broken", static options => options.MaxListeners = -1);
        });
        var emitter = application.Services.GetRequiredService<EventEmitter>();
        var gate = new TaskCompletionSource();
        emitter.On("event", () => gate.Task);
        emitter.Emit("event");
        gate.SetException(new FormatException("bad"));
        await emitter.DisposeAsync().DefaultTimeout();

        Assert.Equal(["bad"], unhandled);
        Assert.Equal("mine", emitter.Options.Name);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout());
        Assert.Contains("MaxListeners", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emitters_by_name_are_apart()
    {
        await using var application = TestHost.Build(static services =>
        {
            services.AddSockeyeEvents().AddHandlers<Listening>();
            services.AddSockeyeEvents("other");
            services.AddSockeyeEvents("other");
        });
        await application.StartAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        var other = application.Services.GetRequiredKeyedService<EventEmitter>("other");

        Assert.False(other.Emit("word", "unheard"));
        Assert.True(application.Services.GetRequiredService<EventEmitter>().Emit("word", "heard"));
        Assert.Equal("other", other.Options.Name);
        Assert.Null(application.Services.GetRequiredService<EventEmitter>().Options.Name);
        Assert.NotSame(other, application.Services.GetRequiredService<EventEmitter>());
        await application.StopAsync(TestContext.Current.CancellationToken).DefaultTimeout();
    }

    [Fact]
    public async Task Traces_and_warnings_of_growth_go_to_the_log()
    {
        var logger = new CollectingLogger(LogLevel.Information);
        var time = new ManualTimeProvider();
        await using var application = TestHost.Build(
            services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSockeyeEvents()
                    .Trace("traced", static options => options.LogLevel = LogLevel.Information)
                    .MonitorListeners(static options => (options.GrowingSamples, options.MinimumGrowth) = (1, 2));
            },
            logger);
        var emitter = application.Services.GetRequiredService<EventEmitter>();
        emitter.Emit("traced", 7);
        emitter.Emit("other", 7);
        emitter.On("page", () => { });
        time.Advance(TimeSpan.FromMinutes(1));
        emitter.On("page", () => { });
        emitter.On("page", () => { });
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["EmissionStarted", "EmissionCompleted", "ListenersGrow"], logger.Entries.Select(static entry => entry.Id.Name));
        Assert.Contains("traced(7)", logger.Entries[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_may_be_disposed_synchronously()
    {
        var services = new ServiceCollection();
        services.AddSockeyeEvents().MonitorListeners();
        var provider = services.BuildServiceProvider();
        var emitter = provider.GetRequiredService<EventEmitter>();
        emitter.On("event", () => { });
        provider.Dispose();

        Assert.False(emitter.Emit("event"));
    }

    internal sealed class Slow(Diary diary)
    {
        [On("slow")]
        public async Task HandleAsync(TaskCompletionSource gate, TaskCompletionSource ended, CancellationToken cancellationToken)
        {
            await gate.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            diary.Add($"ended, cancelled: {cancellationToken.IsCancellationRequested}");
            ended.SetResult();
        }
    }

    internal sealed class Listening(Diary diary)
    {
        [On("word")]
        public void Hear(string word) => diary.Add(word);
    }

    internal sealed class LastWord(EventEmitter events) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            events.Emit("word", "hello");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            events.Emit("word", "good-bye");
            return Task.CompletedTask;
        }
    }

    private sealed class OneLogger(ILogger logger) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
            // The test owns the logger.
        }
    }
}
