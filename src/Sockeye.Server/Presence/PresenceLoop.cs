using System.Threading.Channels;
using Sockeye.Adapters;

namespace Sockeye.Server.Presence;

/// <summary>Takes the steps of presence one after the other: so what a socket is sent first is a snapshot, and no change gets lost or comes before it.</summary>
internal sealed class PresenceLoop : IAsyncDisposable, INodeListener
{
    private readonly Channel<Action<PresenceCore>> _steps =
        Channel.CreateUnbounded<Action<PresenceCore>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Action<Exception> _failed;
    private readonly PresenceCore _core;
    private readonly ITimer _lapse;
    private readonly ITimer? _beat;
    private readonly Task _run;
    private long? _armedFor;

    /// <param name="options">The options.</param>
    /// <param name="time">The clock.</param>
    /// <param name="audience">Where things go.</param>
    /// <param name="adapter">What reaches other nodes.</param>
    /// <param name="failed">Told of a step that failed; the others go on.</param>
    public PresenceLoop(PresenceOptions options, TimeProvider time, IPresenceAudience audience, Adapter adapter, Action<Exception> failed)
    {
        _failed = failed;
        var channel = adapter.OpenNodeChannel(this);
        _core = new PresenceCore(options, time, audience, channel);
        using (ExecutionContext.SuppressFlow()) // neither loop nor timers keep alive what is around their making
        {
            _lapse = time.CreateTimer(
                static loop => ((PresenceLoop)loop!).Post(((PresenceLoop)loop!).Lapse), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _beat = channel is null
                ? null
                : time.CreateTimer(
                    static loop => ((PresenceLoop)loop!).Post(static core => core.Beat()), this, options.NodeInterval, options.NodeInterval);
            _run = Task.Run(RunAsync);
        }

        Post(static core => core.Start());
    }

    /// <summary>Gets who is there.</summary>
    public PresenceTable Table => _core.Table;

    /// <summary>Takes a step soon; never where the loop has ended.</summary>
    public void Post(Action<PresenceCore> step) => _steps.Writer.TryWrite(step);

    /// <summary>Takes a step, and completes when it is taken.</summary>
    /// <exception cref="ObjectDisposedException">The namespace has ended.</exception>
    public async Task<T> InvokeAsync<T>(Func<PresenceCore, T> step, CancellationToken cancellationToken)
    {
        var taken = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = _steps.Writer.TryWrite(core =>
        {
            try
            {
                taken.SetResult(step(core));
            }
            catch (Exception exception)
            {
                taken.SetException(exception);
            }
        });
        ObjectDisposedException.ThrowIf(!isTaken, this);
        return await taken.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void OnNodeMessage(string nodeId, ReadOnlyMemory<byte> message) => Post(core => core.Receive(nodeId, message));

    public async ValueTask DisposeAsync()
    {
        Post(static core => core.Stop());
        _steps.Writer.TryComplete();
        await _lapse.DisposeAsync().ConfigureAwait(false);
        if (_beat is not null)
        {
            await _beat.DisposeAsync().ConfigureAwait(false);
        }

        await _run.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        await foreach (var step in _steps.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                step(_core);
            }
            catch (Exception exception)
            {
                _failed(exception);
            }

            Arm();
        }
    }

    private void Lapse(PresenceCore core)
    {
        _armedFor = null; // timers ring a little early at times
        core.Lapse();
    }

    // The first grace period that began is the first that ends: the timer is set for that one.
    private void Arm()
    {
        if (_core.Grace.First is { } first && first != _armedFor)
        {
            _armedFor = first;
            _lapse.Change(_core.Grace.Next()!.Value, Timeout.InfiniteTimeSpan);
        }
    }
}
