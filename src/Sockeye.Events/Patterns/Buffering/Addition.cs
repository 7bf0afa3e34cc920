namespace Sockeye.Events.Patterns.Buffering;

/// <summary>What became of an event that was to be added.</summary>
internal enum Addition
{
    Taken,
    Full,
    Closed,
}
