namespace Sockeye;

/// <summary>A queue as it is now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsPaused">Whether nothing of it is started.</param>
/// <param name="OldestAge">How long its oldest job that is due has been due; <see langword="null"/> where none is.</param>
public sealed record QueueState(string Name, bool IsPaused, TimeSpan? OldestAge);
