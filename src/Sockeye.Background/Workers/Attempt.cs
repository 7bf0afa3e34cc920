using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Background;

/// <summary>An attempt at a job: its lease, as this process reckons it, its token, and its scope of services.</summary>
internal sealed class Attempt : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Worker _worker;
    private AsyncServiceScope? _scope;
    private TaskCompletionSource? _abandoned;
    private bool _isOver;

    public Attempt(Worker worker, LeasedJob job, HostedListener listener, long leaseEnd)
    {
        (_worker, Job, Listener, LeaseEnd) = (worker, job, listener, leaseEnd);
        Context = new JobContext(this);
        Accepted = worker.Time.GetTimestamp();
        CancellationToken = _cancellation.Token;
    }

    public LeasedJob Job { get; }

    public HostedListener Listener { get; }

    public JobContext Context { get; }

    public CancellationToken CancellationToken { get; }

    public JsonSerializerOptions Json => _worker.Json;

    public AttemptCancelReason? CancelReason { get; private set; }

    /// <summary>Gets or sets a value indicating whether its listener was called.</summary>
    public bool HasRun { get; set; }

    /// <summary>Gets when its lease was heard of, by this process's clock.</summary>
    public long Accepted { get; }

    /// <summary>Gets or sets when the lease ends by this process's clock, reckoned from before it was asked for: never later than the store's.</summary>
    public long LeaseEnd { get; set; }

    /// <summary>Gets or sets when its listener was called, by this process's clock; <see cref="long.MaxValue"/> before.</summary>
    public long Began { get; set; } = long.MaxValue;

    public IServiceProvider Services
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isOver, typeof(JobContext));
                return (_scope ??= _worker.Scopes.CreateAsyncScope()).ServiceProvider;
            }
        }
    }

    /// <summary>Gets what completes a while after the token was cancelled, so that a listener that does not heed it is left behind.</summary>
    public Task Abandoned
    {
        get
        {
            lock (_gate)
            {
                return (_abandoned ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Gets when the token was cancelled, by this process's clock; <see cref="long.MaxValue"/> while it is not.</summary>
    public long CancelledAt { get; private set; } = long.MaxValue;

    /// <exception cref="ArgumentException">It is too large.</exception>
    public ValueTask<bool> ReportAsync(byte[] progress, CancellationToken cancellationToken)
    {
        if (progress.Length > _worker.MaxPayloadSize)
        {
            throw new ArgumentException(
                $"The progress has {progress.Length} bytes of JSON, and {_worker.MaxPayloadSize} are allowed ({nameof(BackgroundOptions.MaxPayloadSize)}): report how far the job is, not what it has made.",
                nameof(progress));
        }

        return _isOver ? ValueTask.FromResult(false) : _worker.Store.ReportProgressAsync(Job.Hold, progress, cancellationToken);
    }

    /// <summary>Cancels the token, once. What the listener does upon that runs on another thread.</summary>
    public void Cancel(AttemptCancelReason reason)
    {
        lock (_gate)
        {
            if (_isOver || CancelReason is not null)
            {
                return;
            }

            (CancelReason, CancelledAt) = (reason, _worker.Time.GetTimestamp());
            _worker.Own(_cancellation.CancelAsync());
        }
    }

    public void Abandon() => _ = Abandoned is { } && _abandoned!.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        AsyncServiceScope? scope;
        lock (_gate)
        {
            (_isOver, scope) = (true, _scope);
        }

        if (scope is { } opened)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
        }
    }
}
