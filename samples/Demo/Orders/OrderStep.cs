using System.Text.Json;
using Sockeye;

namespace Demo.Orders;

/// <summary>What one listener has made of an order so far.</summary>
/// <param name="Listener">Its name.</param>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>retrying</c>, <c>completed</c>, <c>dead</c> or <c>cancelled</c>.</param>
/// <param name="Attempt">How often it has begun.</param>
/// <param name="Postponed">How often it was put off, which is no attempt.</param>
/// <param name="IsPutOff">Whether it waits because it was put off, and not since an attempt failed.</param>
/// <param name="Note">What the listener last reported.</param>
/// <param name="Problem">Why the last attempt failed, or why it was put off.</param>
/// <param name="NextAt">When it is tried again.</param>
/// <param name="Seconds">How long after the order it ended.</param>
internal sealed record OrderStep(
    string Listener, string State, int Attempt, int Postponed, bool IsPutOff, string? Note, string? Problem, DateTimeOffset? NextAt, double? Seconds)
{
    public bool HasEnded => State is "completed" or "dead" or "cancelled";

    public static OrderStep Of(Job job, Order order)
    {
        var isRetrying = job.State == JobState.Waiting && job.LastFailure is not null;
        var state = isRetrying ? "retrying" : job.State.ToString().ToLowerInvariant();
        return new OrderStep(
            job.Listener,
            state,
            job.Attempt,
            job.Postponements,
            isRetrying && job.LastFailure?.Kind == FailureKind.Postponed,
            job.Progress is { } progress ? JsonSerializer.Deserialize<string>(progress.Span) : null,
            job.State == JobState.Completed ? null : job.LastFailure?.Message,
            isRetrying ? job.Due : null,
            job.Finished is { } finished ? Math.Round((finished - order.PlacedAt).TotalSeconds, 2) : null);
    }

    /// <summary>Makes the step that nobody has begun.</summary>
    public static OrderStep NotBegun(string listener) => new(listener, "waiting", 0, 0, false, null, null, null, null);
}
