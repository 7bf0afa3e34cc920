using Demo.Work;
using Sockeye;

namespace Demo.Sms;

/// <summary>The circuit breaker in front of the gateway, with what has become of it lately.</summary>
internal sealed class GatewayCircuit
{
    private const int Kept = 20;
    private readonly Lock _gate = new();
    private readonly LinkedList<CircuitNote> _notes = [];

    public GatewayCircuit(SmsSettings settings, ChangeFeed changes, TimeProvider time)
    {
        Breaker = new CircuitBreaker(new CircuitBreakerOptions
        {
            Name = "SMS gateway",
            FailureThreshold = settings.FailureThreshold,
            BreakDuration = settings.BreakDuration,
            IsFailure = IsFailure,
            TimeProvider = time,
        });
        foreach (var key in new[] { CircuitBreaker.CircuitOpen, CircuitBreaker.CircuitHalfOpen, CircuitBreaker.CircuitClosed })
        {
            Breaker.Events.On(key, change =>
            {
                Note(new CircuitNote(StateName(change.To), time.GetUtcNow(), change.Cause?.Message, time.GetUtcNow() + change.BreakDuration));
                changes.Tell(ChangeFeed.Sms);
            });
        }
    }

    public CircuitBreaker Breaker { get; }

    /// <summary>Gets the state as pages call it.</summary>
    public string State => StateName(Breaker.State);

    /// <summary>Gets the latest changes, the last one first.</summary>
    public IReadOnlyList<CircuitNote> Notes
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes];
            }
        }
    }

    private static string StateName(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.HalfOpen => "half-open",
        _ => "open",
    };

    // What the gateway refuses for good is the message's fault, and a host that stops is nobody's. A time-out is the gateway's.
    private static bool IsFailure(Exception exception) => exception switch
    {
        JobRejectedException => false,
        OperationCanceledException => exception.InnerException is TimeoutException,
        _ => true,
    };

    private void Note(CircuitNote note)
    {
        lock (_gate)
        {
            _notes.AddFirst(note);
            if (_notes.Count > Kept)
            {
                _notes.RemoveLast();
            }
        }
    }
}
