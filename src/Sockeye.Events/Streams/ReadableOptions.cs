namespace Sockeye;

/// <summary>How a <see cref="Readable"/> reads, and how far ahead of its reader.</summary>
/// <remarks>The values are taken over when the stream is made; changes made later have no effect on it.</remarks>
public sealed class ReadableOptions
{
    private const int LargestChunk = 1 << 30;

    /// <summary>Gets or sets how many bytes a chunk has at most.</summary>
    /// <value>The default is 65,536; it must be between 1 and 1,073,741,824.</value>
    public int ChunkSize { get; set; } = 65_536;

    /// <summary>
    /// Gets or sets how many bytes may wait to be taken. When there are as many, reading pauses. One chunk may go over, since its size is
    /// known only when it is there.
    /// </summary>
    /// <value>The default is 262,144; it must be at least 1.</value>
    public long HighWaterMark { get; set; } = 262_144;

    /// <summary>Gets or sets down to how many waiting bytes a pause lasts.</summary>
    /// <value>The default is <see langword="null"/>: half of <see cref="HighWaterMark"/>. It must be between 1 and <see cref="HighWaterMark"/>.</value>
    public long? LowWaterMark { get; set; }

    /// <summary>Gets or sets after how many bytes <see cref="StreamStage.Progress"/> is emitted again. It is always emitted at the end.</summary>
    /// <value>The default is 1,048,576; it must be at least 1.</value>
    public long ProgressInterval { get; set; } = 1_048_576;

    /// <summary>Gets or sets whether what is read from stays open when the stream has ended. It has no meaning for a file, which the stream opens itself.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool LeaveOpen { get; set; }

    internal long Resume => LowWaterMark ?? Math.Max(1, HighWaterMark / 2);

    internal static ReadableOptions Checked(ReadableOptions? options)
    {
        options ??= new ReadableOptions();
        if (options.ChunkSize is < 1 or > LargestChunk)
        {
            throw new ArgumentException($"{nameof(ChunkSize)} must be between 1 and {LargestChunk}, and is {options.ChunkSize}.", nameof(options));
        }

        if (options.HighWaterMark < 1)
        {
            throw new ArgumentException($"{nameof(HighWaterMark)} must be at least 1, and is {options.HighWaterMark}.", nameof(options));
        }

        if (options.LowWaterMark is { } low && (low < 1 || low > options.HighWaterMark))
        {
            throw new ArgumentException(
                $"{nameof(LowWaterMark)} must be between 1 and {nameof(HighWaterMark)} ({options.HighWaterMark}), and is {low}.", nameof(options));
        }

        if (options.ProgressInterval < 1)
        {
            throw new ArgumentException($"{nameof(ProgressInterval)} must be at least 1, and is {options.ProgressInterval}.", nameof(options));
        }

        return (ReadableOptions)options.MemberwiseClone();
    }
}
