using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

public sealed class EmitterConcurrencyTests
{
    private const int Threads = 6;
    private static readonly EventKey<int> Number = new("number");

    private readonly EventEmitter _emitter = new(new EventEmitterOptions { MaxListeners = 0 });

    [Fact]
    public async Task A_once_listener_runs_once_however_many_threads_emit()
    {
        const int Rounds = 300;
        var runs = new int[Rounds];

        await OnManyThreadsAsync((thread, meet) =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (thread == 0)
                {
                    var mine = round;
                    _emitter.Once(Number, _ => Interlocked.Increment(ref runs[mine]));
                }

                meet.SignalAndWait(TimeSpan.FromSeconds(30));
                _ = thread % 2 == 0 ? _emitter.Emit(Number, round) : _emitter.SafeEmit("number", round);
                meet.SignalAndWait(TimeSpan.FromSeconds(30));
            }
        });

        Assert.All(runs, run => Assert.Equal(1, run));
        Assert.Empty(_emitter.EventNames);
    }

    [Fact]
    public async Task What_listens_throughout_hears_every_emit_while_others_come_and_go()
    {
        const int Rounds = 3_000;
        var heard = new int[2];
        _emitter.On(Number, _ => Interlocked.Increment(ref heard[0]));

        await OnManyThreadsAsync((thread, _) =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                switch (thread)
                {
                    case 0:
                        _emitter.Prepend(Number, static _ => { }).Dispose();
                        break;
                    case 1:
                        Action brief = () => Interlocked.Increment(ref heard[1]);
                        _emitter.On("number", brief);
                        Assert.True(_emitter.Off(Number, brief));
                        break;
                    case 2:
                        Assert.True(_emitter.Emit("number", round));
                        break;
                    default:
                        Assert.True(_emitter.Emit(Number, round));
                        break;
                }
            }
        });

        Assert.Equal((Threads - 2) * Rounds, heard[0]);
        Assert.Equal(1, _emitter.ListenerCount(Number));
        var before = heard[1];
        _emitter.Emit(Number, 0);
        Assert.Equal(before, heard[1]);
    }

    [Fact]
    public async Task The_next_emit_of_a_thread_knows_what_it_has_added_and_removed()
    {
        await OnManyThreadsAsync((_, _) =>
        {
            var self = Environment.CurrentManagedThreadId;
            var heard = 0;
            for (var round = 0; round < 2_000; round++)
            {
                // Other threads run it too, but only its own one counts, and writes.
                Action<int> listener = _ =>
                {
                    if (Environment.CurrentManagedThreadId == self)
                    {
                        heard++;
                    }
                };
                using (_emitter.On(Number, listener))
                {
                    _emitter.Emit(Number, round);
                    Assert.Equal(round + 1, heard);
                }

                _emitter.Emit(Number, round);
                Assert.Equal(round + 1, heard);
            }
        });

        Assert.Empty(_emitter.EventNames);
    }

    private static async Task OnManyThreadsAsync(Action<int, Barrier> work)
    {
        using var meet = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => work(thread, meet), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .DefaultTimeout();
    }
}
