using Sockeye.Adapters;
using Sockeye.Engine;

namespace Sockeye.Server.Acknowledgements;

/// <summary>
/// One question to many. It ends when everybody who was asked has answered or failed to. Sockets of this node fail by themselves
/// when the time is over; the question's own deadline is for other nodes.
/// </summary>
internal sealed class BroadcastQuestion<TAnswer>(TimerWheel timers) : WheelTimer, IBroadcastAnswers
{
    // The wheel is exact to 25 ms: sockets of this node, which say who failed, are to be ahead of the deadline, which cannot.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<BroadcastAnswer<TAnswer>> _answers = [];
    private readonly List<BroadcastFailure> _failures = [];
    private readonly TaskCompletionSource<BroadcastAnswers<TAnswer>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The one who asks holds one place, so that the question does not end before every node was asked.
    private int _outstanding = 1;
    private bool _ended;

    /// <summary>Asks, and gathers what comes back until the time is over.</summary>
    /// <param name="ask">Hands the question to the nodes; completes when each has said how many it asked.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<BroadcastAnswers<TAnswer>> AskAsync(
        Func<BroadcastQuestion<TAnswer>, ValueTask> ask, TimeSpan timeout, CancellationToken cancellationToken)
    {
        timers.Schedule(this, timeout + Grace);
        try
        {
            var asking = ask(this);
            if (!asking.IsCompletedSuccessfully)
            {
                var asked = asking.AsTask();
                await Task.WhenAny(asked, _result.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
                if (asked.IsFaulted)
                {
                    await asked.ConfigureAwait(false);
                }
            }

            Settle(static _ => { });
            return await _result.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            timers.Cancel(this);
        }
    }

    /// <inheritdoc />
    public void Expect(int receivers)
    {
        lock (_gate)
        {
            _outstanding += receivers;
        }
    }

    /// <inheritdoc />
    public void Answer(string? socketId, EventArguments answer)
    {
        try
        {
            var value = typeof(TAnswer) == typeof(EventArguments) ? (TAnswer)(object)answer : answer.Get<TAnswer>(0);
            Settle(question => question._answers.Add(new BroadcastAnswer<TAnswer>(socketId, value)));
        }
        catch (EventArgumentException exception)
        {
            Settle(question => question._failures.Add(new BroadcastFailure(socketId, AckFailure.Unreadable, exception)));
        }
    }

    /// <inheritdoc />
    public void Fail(string? socketId, AckFailure failure) =>
        Settle(question => question._failures.Add(new BroadcastFailure(socketId, failure)));

    /// <inheritdoc />
    protected override void OnDue()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            for (; _outstanding > 0; _outstanding--)
            {
                _failures.Add(new BroadcastFailure(socketId: null, AckFailure.Timeout));
            }

            _ended = true;
        }

        End();
    }

    private void Settle(Action<BroadcastQuestion<TAnswer>> note)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            note(this);
            _ended = --_outstanding == 0;
            if (!_ended)
            {
                return;
            }
        }

        End();
    }

    private void End() => _result.TrySetResult(new BroadcastAnswers<TAnswer>(_answers, _failures));
}
