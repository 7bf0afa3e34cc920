namespace Sockeye;

/// <summary>How a <see cref="Writable"/> writes.</summary>
/// <remarks>The values are taken over when the stream is made; changes made later have no effect on it.</remarks>
public sealed class WritableOptions
{
    /// <summary>Gets or sets after how many bytes <see cref="StreamStage.Progress"/> is emitted again. It is always emitted at the end.</summary>
    /// <value>The default is 1,048,576; it must be at least 1.</value>
    public long ProgressInterval { get; set; } = 1_048_576;

    /// <summary>Gets or sets whether what is written to stays open when the stream has ended. It has no meaning for a file, which the stream opens itself.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool LeaveOpen { get; set; }

    internal static WritableOptions Checked(WritableOptions? options)
    {
        options ??= new WritableOptions();
        return options.ProgressInterval < 1
            ? throw new ArgumentException($"{nameof(ProgressInterval)} must be at least 1, and is {options.ProgressInterval}.", nameof(options))
            : (WritableOptions)options.MemberwiseClone();
    }
}
