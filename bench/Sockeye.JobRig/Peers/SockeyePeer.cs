using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sockeye.JobRig.Peers;

/// <summary>Sockeye as the rig drives it: a line with a command comes in, a line with what came of it goes out.</summary>
internal sealed class SockeyePeer(PeerSettings settings)
{
    private const string EventName = "bench";

    private StartTimes _starts = new();
    private IHost? _host;
    private long _before;

    public static async Task<int> RunAsync(PeerSettings settings)
    {
        var peer = new SockeyePeer(settings);
        await peer.BecomeAsync(null);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var answer = await peer.DoAsync(JsonSerializer.Deserialize<PeerCommand>(line, PeerSettings.Json)!);
            Console.WriteLine(JsonSerializer.Serialize(answer, PeerSettings.Json));
        }

        return 0;
    }

    private async Task<PeerAnswer> DoAsync(PeerCommand command)
    {
        switch (command.Name)
        {
            case "emit":
                return await EmitAsync(command.Count, command.Concurrency);
            case "fill":
                return await FillAsync(command.Count);
            case "pace":
                return await PaceAsync(command.Bursts, command.Size, TimeSpan.FromMilliseconds(command.IntervalMilliseconds));
            case "work":
                (_starts, _before) = (new StartTimes(), await CompletedAsync());
                await BecomeAsync(command.Concurrency);
                return new PeerAnswer();
            case "forget":
                (_starts, _before) = (new StartTimes(), await CompletedAsync());
                return new PeerAnswer();
            case "done":
                return await DoneAsync(command.Count);
            case "stop":
                await BecomeAsync(null);
                return new PeerAnswer();
            case "counts":
                return await CountAsync();
            case "sample":
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                return new PeerAnswer { HeapBytes = GC.GetTotalMemory(forceFullCollection: true), ResidentBytes = Environment.WorkingSet };
            default:
                throw new ArgumentException($"There is no command {command.Name}.", nameof(command));
        }
    }

    /// <summary>Becomes what works, with so many at a time, or what only emits.</summary>
    private async Task BecomeAsync(int? concurrency)
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            await ((IAsyncDisposable)_host).DisposeAsync();
        }

        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSockeyeBackground(background =>
        {
            Use(background);
            if (concurrency is { } many)
            {
                background.Configure(options => (options.Concurrency, options.KeepCompleted) = (many, TimeSpan.FromSeconds(settings.KeepSeconds)));
                background.On<BenchPayload>(EventName, "noop", Noop, listener =>
                {
                    listener.Retry.MaxAttempts = settings.Attempts;
                    listener.Retry.FirstDelay = TimeSpan.FromMilliseconds(settings.BackoffMilliseconds);
                });
            }
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    private void Use(SockeyeBackgroundBuilder background)
    {
        if (settings.Store == "sqlite")
        {
            background.UseSqlite(settings.File);
            return;
        }

        background.UsePostgres(new NpgsqlConnectionStringBuilder
        {
            Host = settings.Host,
            Port = settings.Port,
            Username = "postgres",
            Database = settings.Database,
            MaxPoolSize = settings.Connections,
        }.ConnectionString);
    }

    private Task Noop(BenchPayload payload, JobContext context)
    {
        _starts.Add(payload.At);
        return Task.CompletedTask;
    }

    private async Task<PeerAnswer> EmitAsync(int count, int concurrency)
    {
        var events = _host!.Services.GetRequiredService<IBackgroundEvents>();
        var (start, next) = (StartTimes.Now, -1);
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(LoopAsync)));
        return new PeerAnswer { Count = count, Seconds = (StartTimes.Now - start) / 1e9 };

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
            {
                await events.EmitAsync(EventName, new BenchPayload(StartTimes.Now, number, settings.Text));
            }
        }
    }

    // Many at once, where only what is queued matters.
    private async Task<PeerAnswer> FillAsync(int count)
    {
        var events = _host!.Services.GetRequiredService<IBackgroundEvents>();
        var start = StartTimes.Now;
        foreach (var numbers in Enumerable.Range(0, count).Chunk(1000))
        {
            await events.EmitManyAsync([.. numbers.Select(number => BackgroundEvent.Create(EventName, new BenchPayload(StartTimes.Now, number, settings.Text)))]);
        }

        return new PeerAnswer { Count = count, Seconds = (StartTimes.Now - start) / 1e9 };
    }

    private async Task<PeerAnswer> PaceAsync(int bursts, int size, TimeSpan interval)
    {
        var events = _host!.Services.GetRequiredService<IBackgroundEvents>();
        var emits = new List<Task>(bursts * size);
        var start = StartTimes.Now;
        for (var burst = 0; burst < bursts; burst++)
        {
            var wait = (burst * interval) - TimeSpan.FromMilliseconds((StartTimes.Now - start) / 1e6);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System);
            }

            for (var number = 0; number < size; number++)
            {
                emits.Add(events.EmitAsync(EventName, new BenchPayload(StartTimes.Now, number, settings.Text)).AsTask());
            }
        }

        await Task.WhenAll(emits);
        return new PeerAnswer { Count = emits.Count, Seconds = (StartTimes.Now - start) / 1e9 };
    }

    // Handlers have run before the store knows of it: it counts when the store does.
    private async Task<PeerAnswer> DoneAsync(int count)
    {
        while (_starts.Count < count || await CompletedAsync() - _before < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        var end = StartTimes.Now;
        var counts = await CountAsync();
        return counts with
        {
            Count = (int)(counts.Completed - _before),
            Failed = (int)counts.Dead,
            Started = _starts.Count,
            Seconds = (end - _starts.First) / 1e9,
            P50Milliseconds = _starts.Quantile(0.5),
            P99Milliseconds = _starts.Quantile(0.99),
        };
    }

    private async Task<long> CompletedAsync() => (await CountAsync()).Completed;

    private async Task<PeerAnswer> CountAsync()
    {
        var counts = await _host!.Services.GetRequiredService<IJobs>().CountAsync();
        long Of(Func<JobState, bool> wanted) => counts.Where(count => wanted(count.State)).Sum(static count => count.Count);
        return new PeerAnswer
        {
            Completed = Of(static state => state == JobState.Completed),
            Dead = Of(static state => state == JobState.Dead),
            Open = Of(static state => state is JobState.Waiting or JobState.Running),
        };
    }
}
