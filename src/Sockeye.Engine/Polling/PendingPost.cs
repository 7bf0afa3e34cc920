using System.IO.Pipelines;

namespace Sockeye.Engine.Polling;

/// <summary>A POST that is being read, or whose packets are being handled.</summary>
internal sealed class PendingPost(PipeReader body)
{
    private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _isRead;
    private bool _isOver;
    private bool _isDestroyed;

    /// <summary>Gets whether the request is to be cut off without an answer.</summary>
    public bool IsDestroyed
    {
        get
        {
            lock (_gate)
            {
                return _isDestroyed;
            }
        }
    }

    /// <summary>Gets a task that completes when the request has been handled.</summary>
    public Task Handled => _handled.Task;

    /// <summary>The body is there in full.</summary>
    public void EndReading()
    {
        lock (_gate)
        {
            _isRead = true;
        }
    }

    /// <summary>The request has been answered, or cut off.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        _handled.SetResult();
    }

    /// <summary>Cuts the request off.</summary>
    /// <param name="onlyWhileReading">Whether one that is there in full gets its answer nevertheless.</param>
    public void Destroy(bool onlyWhileReading)
    {
        lock (_gate)
        {
            if (_isOver || (onlyWhileReading && _isRead))
            {
                return;
            }

            _isDestroyed = true;
            if (!_isRead)
            {
                body.CancelPendingRead();
            }
        }
    }
}
