using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Runs one attempt at a job, and says what becomes of the job.</summary>
internal sealed partial class AttemptRunner(Worker worker, BackgroundOptions options, ILogger logger)
{
    private static readonly ActivitySource Source = new("Sockeye.Background");

    /// <returns>The end of the attempt; <see langword="null"/> where the lease is lost.</returns>
    public async Task<Settlement?> RunAsync(Attempt attempt)
    {
        var job = attempt.Job;
        if (worker.IsLosing(attempt))
        {
            attempt.Cancel(AttemptCancelReason.LeaseLost); // the process stood still since it asked, or others took all the time
        }

        if (attempt.CancelReason is not null)
        {
            return Cancelled(attempt, null); // while it waited for its place
        }

        if (job.Attempt > attempt.Listener.Options.Retry.MaxAttempts)
        {
            // What earlier ones came to is not known here.
            var last = job.Attempt == 2 ? "Its only attempt" : string.Create(CultureInfo.InvariantCulture, $"The last of its {job.Attempt - 1} attempts");
            var failure = new JobFailure(
                FailureKind.Abandoned,
                $"{last} did not end: its worker died, or could not keep the lease (or it failed while its listener was still allowed more).");
            Log.JobBuried(logger, job.Id, job.EventName, job.Listener, job.Attempt - 1, failure.Message, null);
            return new Settlement(job.Hold, JobEnding.Bury, Failure: failure);
        }

        attempt.HasRun = true;
        attempt.Began = worker.Time.GetTimestamp();
        worker.Telemetry.Started(attempt);
        var activity = Start(job);
        try
        {
            return await TryAsync(attempt, activity).ConfigureAwait(false);
        }
        finally
        {
            Stop(activity, job);
        }
    }

    private async ValueTask<Settlement?> TryAsync(Attempt attempt, Activity? activity)
    {
        var job = attempt.Job;
        Exception? thrown = null;
        try
        {
            var hasEnded = await HandleAsync(attempt).ConfigureAwait(false);
            if (!hasEnded)
            {
                return Cancelled(attempt, null);
            }
        }
#pragma warning disable CA1031 // whatever a listener throws is the job's failure
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        if (thrown is null)
        {
            return new Settlement(job.Hold, JobEnding.Complete);
        }

        if (thrown is JobPostponedException postponed && attempt.CancelReason is null)
        {
            return Postponed(attempt, postponed);
        }

        var said = Thrown.Of(thrown);
        activity?.SetStatus(ActivityStatusCode.Error, said.Message);
        return attempt.CancelReason is null ? Failed(attempt, thrown, said) : Cancelled(attempt, said);
    }

    private Activity? Start(LeasedJob job)
    {
        ActivityContext.TryParse(job.TraceParent, job.TraceState, isRemote: true, out var parent);
        var eventName = job.EventName;
        try
        {
            var activity = Source.StartActivity($"process {eventName}", ActivityKind.Consumer, parent);
            activity?.SetTag("sockeye.event.name", eventName).SetTag("sockeye.listener.name", job.Listener)
                .SetTag("sockeye.job.id", job.Id).SetTag("sockeye.job.attempt", job.Attempt);
            return activity;
        }
#pragma warning disable CA1031 // who listens to traces and throws: the job runs untraced
        catch (Exception exception)
#pragma warning restore CA1031
        {
            worker.Own(Task.FromException(exception), eventName);
            return null;
        }
    }

    private void Stop(Activity? activity, LeasedJob job)
    {
        try
        {
            activity?.Dispose();
        }
#pragma warning disable CA1031 // the same: what the attempt came to stays
        catch (Exception exception)
#pragma warning restore CA1031
        {
            worker.Own(Task.FromException(exception), job.EventName);
        }
    }

    // Whether the listener has ended; not, where it was left behind.
    private async ValueTask<bool> HandleAsync(Attempt attempt)
    {
        var isLeft = false;
        try
        {
            var handling = attempt.Listener.RunAsync(attempt);
            if (!handling.IsCompletedSuccessfully)
            {
                isLeft = !await WaitAsync(attempt, handling).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!isLeft)
            {
                await attempt.DisposeAsync().ConfigureAwait(false);
            }
        }

        return !isLeft;
    }

    private async ValueTask<bool> WaitAsync(Attempt attempt, Task handling)
    {
        var timer = new Deadline(options.TimeProvider, attempt.Began, attempt.Listener.Options.AttemptTimeout)
            .Arm(static state => ((Attempt)state!).Cancel(AttemptCancelReason.TimedOut), attempt);
        await using var disposal = timer.ConfigureAwait(false);
        await Task.WhenAny(handling, attempt.Abandoned).ConfigureAwait(false);
        if (handling.IsCompleted)
        {
            await handling.ConfigureAwait(false);
            return true;
        }

        Log.AttemptAbandoned(logger, attempt.Job.Listener, attempt.CancelReason!.Value, attempt.Job.Id, attempt.Job.EventName);
        worker.Own(DisposeAfterAsync(attempt, handling), attempt.Job.EventName);
        return false;
    }

    private static async Task DisposeAfterAsync(Attempt attempt, Task handling)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        finally
        {
            await attempt.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Settlement? Cancelled(Attempt attempt, Thrown? thrown)
    {
        switch (attempt.CancelReason)
        {
            case AttemptCancelReason.Cancelled:
                return new Settlement(attempt.Job.Hold, JobEnding.Cancel);
            case AttemptCancelReason.Stopping:
                return new Settlement(attempt.Job.Hold, JobEnding.HandBack);
            case AttemptCancelReason.TimedOut:
                var message = string.Create(CultureInfo.InvariantCulture, $"The attempt took longer than {attempt.Listener.Options.AttemptTimeout}.");
                return TryAgain(attempt, new JobFailure(FailureKind.TimedOut, message, thrown?.Type, thrown?.Text), thrown?.Exception);
            default:
                worker.TellLost(attempt.Job);
                return null;
        }
    }

    private Settlement Failed(Attempt attempt, Exception exception, Thrown thrown)
    {
        var kind = exception switch
        {
            UnreadablePayloadException => FailureKind.Unreadable,
            JobRejectedException => FailureKind.Rejected,
            _ => FailureKind.Failed,
        };
        var failure = new JobFailure(kind, thrown.Message, thrown.Type, thrown.Text);
        return kind == FailureKind.Failed ? TryAgain(attempt, failure, thrown.Exception) : Bury(attempt, failure, thrown.Exception);
    }

    private Settlement Postponed(Attempt attempt, JobPostponedException exception)
    {
        var (job, retry, thrown) = (attempt.Job, attempt.Listener.Options.Retry, Thrown.Of(exception));
        if (job.Postponed >= retry.MaxPostponements)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"It has been put off {job.Postponed} times already, and this time counts: {thrown.Message}");
            return TryAgain(attempt, new JobFailure(FailureKind.Postponed, message, thrown.Type, thrown.Text), thrown.Exception);
        }

#pragma warning disable CA5394 // spreads load, guards nothing
        var delay = RetryDelays.Postponed(retry, exception.Delay, Random.Shared.NextDouble());
#pragma warning restore CA5394
        Log.JobPostponed(logger, job.Id, job.EventName, job.Listener, delay, thrown.Message);
        return new Settlement(job.Hold, JobEnding.Postpone, delay, new JobFailure(FailureKind.Postponed, thrown.Message));
    }

    private Settlement TryAgain(Attempt attempt, JobFailure failure, Exception? exception)
    {
        var (job, retry) = (attempt.Job, attempt.Listener.Options.Retry);
        if (job.Attempt >= retry.MaxAttempts)
        {
            return Bury(attempt, failure, exception);
        }

#pragma warning disable CA5394 // spreads load, guards nothing
        var delay = RetryDelays.After(retry, job.Attempt, Random.Shared.NextDouble());
#pragma warning restore CA5394
        Log.AttemptFailed(logger, job.Attempt, job.Id, job.EventName, job.Listener, delay, exception);
        return new Settlement(job.Hold, JobEnding.Retry, delay, failure);
    }

    private Settlement Bury(Attempt attempt, JobFailure failure, Exception? exception)
    {
        var job = attempt.Job;
        Log.JobBuried(logger, job.Id, job.EventName, job.Listener, job.Attempt, failure.Message, exception);
        return new Settlement(job.Hold, JobEnding.Bury, Failure: failure);
    }
}
