namespace Sockeye.Adapters.Recovery;

/// <summary>A part of a log: all its packets from one position through another.</summary>
internal readonly record struct Stretch(long First, long Last);
