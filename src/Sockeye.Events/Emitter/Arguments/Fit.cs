namespace Sockeye.Events;

internal enum Fit
{
    /// <summary>No value fits.</summary>
    Never,

    /// <summary>It depends on the value.</summary>
    Perhaps,

    /// <summary>Every value fits.</summary>
    Always,
}
