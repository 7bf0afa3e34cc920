using Microsoft.Extensions.Logging;

namespace Sockeye;

/// <summary>What a trace of events contains. Read once, when the tracing begins.</summary>
public sealed class EventTraceOptions
{
    /// <summary>
    /// Gets or sets how many characters each argument is shown with at most; what is longer ends with "…". 256 by default; 0 shows no arguments.
    /// </summary>
    public int MaxArgumentLength { get; set; } = 256;

    /// <summary>
    /// Gets or sets how many frames of the stack that emits are shown, from the caller of the emitter on. 16 by default; 0 shows none, and saves most of
    /// what tracing costs.
    /// </summary>
    public int MaxStackFrames { get; set; } = 16;

    /// <summary>
    /// Gets or sets what turns an argument into text, to leave out secrets for example; where it returns <see langword="null"/>, and by default, the text
    /// is the argument's own <c>ToString</c>, the items of a collection, the length of a byte array. Should it throw, the text says so.
    /// </summary>
    public Func<object?, string?>? FormatArgument { get; set; }

    /// <summary>Gets or sets the level a logger gets traces with; <see cref="LogLevel.Debug"/> by default.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Debug;

    internal EventTraceOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxArgumentLength);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxStackFrames);
        return (EventTraceOptions)MemberwiseClone();
    }
}
