namespace Sockeye.Background;

/// <summary>Events that are added together, all or none, and whose end is an event of its own.</summary>
/// <param name="Id">The batch's id.</param>
/// <param name="Events">The events. Those that are duplicates, or unknown and ignored or kept, add no jobs to the batch.</param>
/// <param name="CompletionEvent">
/// The event that is added, in the transaction in which the batch's last job ends (completed, buried or cancelled), its payload written by
/// <see cref="BatchCompletionPayload"/>; <see langword="null"/> for none. It has the batch's id as its <see cref="NewEvent.UniqueKey"/>
/// <c>"batch:{id}"</c>, no delay, and where no listener is known for it the policy <see cref="UnknownEventPolicy.Keep"/>.
/// </param>
public sealed record NewBatch(Guid Id, IReadOnlyList<NewEvent> Events, string? CompletionEvent);
