namespace Sockeye.Background;

/// <summary>A listener as the store knows it. The event's name and its own name together tell it from others.</summary>
/// <param name="EventName">The event it listens to.</param>
/// <param name="Name">Its name.</param>
/// <param name="Queue">The queue that its jobs go to from now on.</param>
/// <param name="KeyConcurrency">
/// How many jobs of one key may run at the same time. A job may start only while fewer than so many earlier jobs of its listener and key have not ended
/// (completed, buried, cancelled), and fewer than so many run. At 1 that is strict order: waiting for a retry, or for its time, a job blocks those after it.
/// </param>
/// <param name="Rate">How often its jobs may be started; <see langword="null"/> for no limit.</param>
public sealed record ListenerRegistration(string EventName, string Name, string Queue = "default", int KeyConcurrency = 1, StartRate? Rate = null);
