using Sockeye.Engine;

namespace Sockeye.Server.RateLimits;

/// <summary>A moment in which a connection is not read from, because its client sends too fast.</summary>
internal sealed class ReadingPause : WheelTimer
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets what completes when reading may be tried again.</summary>
    public Task Over => _over.Task;

    /// <summary>Ends the pause.</summary>
    public void End() => _over.TrySetResult();

    /// <inheritdoc />
    protected override void OnDue() => End();
}
