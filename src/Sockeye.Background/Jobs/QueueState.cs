namespace Sockeye;

/// <summary>A queue as it is now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsPaused">Whether nothing of it is started.</param>
/// <param name="OldestAge">How long its oldest job that is due has been due; <see langword="null"/> where none is.</param>
/// <param name="Waiting">How many of its jobs wait: for a worker, for their time, for their key's turn, or to be tried again.</param>
/// <param name="Running">How many run.</param>
/// <param name="Dead">How many dead letters it has.</param>
public sealed record QueueState(string Name, bool IsPaused, TimeSpan? OldestAge, long Waiting, long Running, long Dead);
