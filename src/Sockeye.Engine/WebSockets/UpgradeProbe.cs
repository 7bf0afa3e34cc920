using System.Diagnostics;
using Sockeye.Engine.Diagnostics;
using Sockeye.Engine.Polling;

namespace Sockeye.Engine.WebSockets;

/// <summary>
/// A WebSocket that asks to take over a polling session: the client probes it with <c>2probe</c>, stops polling, and moves with <c>5</c>.
/// Whatever else it sends, or if it takes too long, the WebSocket closes and the session goes on polling.
/// </summary>
internal sealed partial class UpgradeProbe : WheelTimer
{
    /// <summary>How often a waiting poll is ended meanwhile, so that the client can stop polling.</summary>
    private static readonly TimeSpan NoopInterval = TimeSpan.FromMilliseconds(100);

    private readonly EngineSession _session;
    private readonly PollingTransport _polling;
    private readonly WebSocketConnection _connection;
    private readonly long _deadline;
    private bool _isProbed;
    private volatile bool _isOver;

    public UpgradeProbe(EngineSession session, PollingTransport polling, WebSocketConnection connection)
    {
        _session = session;
        _polling = polling;
        _connection = connection;
        _deadline = session.Server.Clock.Now + session.Server.Clock.Units(session.Server.Options.UpgradeTimeout);
    }

    /// <summary>Waits for the client to move.</summary>
    /// <returns>Whether it did; otherwise the WebSocket has been told to close.</returns>
    public async Task<bool> RunAsync()
    {
        var clock = _session.Server.Clock.Time;
        var started = clock.GetTimestamp();
        var activity = EngineInstruments.Activities.HasListeners() ? EngineInstruments.Activities.StartActivity("upgrade") : null;
        var hasMoved = await MoveAsync().ConfigureAwait(false);
        if (!hasMoved)
        {
            activity?.SetStatus(ActivityStatusCode.Error, "the client did not move");
            Log.UpgradeFailed(_session.Server.Logger, _session.Id);
        }

        activity?.Stop();
        _session.Server.Instruments.OnUpgradeEnded(clock.GetElapsedTime(started), hasMoved);
        return hasMoved;
    }

    /// <summary>Gives up. The session is not touched.</summary>
    public void Abandon()
    {
        if (_session.Probing.TryEnd(this))
        {
            CloseWebSocket();
        }
    }

    protected internal override void OnDue()
    {
        if (_isOver)
        {
            return;
        }

        if (_session.Server.Clock.Now >= _deadline)
        {
            Abandon();
            return;
        }

        _polling.AnswerWithNoop();
        ScheduleNext();
    }

    private async Task<bool> MoveAsync()
    {
        if (!_session.Probing.TryBegin(this))
        {
            CloseWebSocket();
            return false;
        }

        _session.Server.Timers.Schedule(this, _session.Server.Options.UpgradeTimeout);
        var hasMoved = false;
        var end = await _connection.ReadAsync(message =>
        {
            var data = message.Bytes.Span;
            if (message.Kind == MessageKind.Text && data.SequenceEqual("2probe"u8) && !_isOver)
            {
                AnswerProbe();
                return ValueTask.FromResult(true);
            }

            hasMoved = message.Kind == MessageKind.Text && data.SequenceEqual("5"u8) && !_isOver && TryMove();
            return ValueTask.FromResult(false);
        }).ConfigureAwait(false);

        _isOver = true;
        _session.Server.Timers.Cancel(this);
        _session.Probing.TryEnd(this);
        if (!hasMoved && end is null)
        {
            CloseWebSocket();
        }

        return hasMoved;
    }

    private void AnswerProbe()
    {
        _connection.Transport.SendFrame(ControlPackets.ProbePong);
        _polling.AnswerWithNoop();
        if (!_isProbed)
        {
            _isProbed = true;
            _session.Outbox.Watch?.OnUpgrading();
            ScheduleNext();
        }
    }

    private bool TryMove() => _session.Probing.TryMove(this, _connection.Transport);

    private void CloseWebSocket()
    {
        _isOver = true;
        _connection.Transport.End(CloseReason.ForcedClose);
    }

    private void ScheduleNext()
    {
        var left = _session.Server.Clock.Until(_deadline);
        _session.Server.Timers.Schedule(this, left < NoopInterval ? left : NoopInterval);
    }
}
