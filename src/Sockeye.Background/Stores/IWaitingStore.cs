namespace Sockeye.Background;

/// <summary>A store that can say what it waits for.</summary>
internal interface IWaitingStore
{
    /// <summary>Gets what it waits for, as a sentence; <see langword="null"/> while it waits for nobody.</summary>
    string? WhyItWaits { get; }
}
