namespace Sockeye.Background;

/// <summary>A listener as its row has it.</summary>
/// <param name="Id">The row.</param>
/// <param name="Lane">The lane its new jobs go to.</param>
/// <param name="KeyConcurrency">How many jobs of a key may run.</param>
/// <param name="Rate">How often its jobs may be started.</param>
internal readonly record struct SqliteListener(long Id, long Lane, int KeyConcurrency, StartRate? Rate);
