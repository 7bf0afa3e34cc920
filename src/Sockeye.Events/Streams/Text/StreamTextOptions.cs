using System.Text;

namespace Sockeye;

/// <summary>How the bytes of a stream are text.</summary>
/// <remarks>The values are taken over when the transformer is made, or the reading begins; changes made later have no effect on it.</remarks>
public sealed class StreamTextOptions
{
    private const int LongestLine = 1 << 30;

    /// <summary>Gets or sets the encoding of the bytes that are read.</summary>
    /// <value>The default is UTF-8. Its own fallbacks do not matter: <see cref="InvalidText"/> decides.</value>
    public Encoding Encoding { get; set; } = Encoding.UTF8;

    /// <summary>Gets or sets the encoding a transformer writes.</summary>
    /// <value>The default is <see langword="null"/>: the one that was read.</value>
    public Encoding? OutputEncoding { get; set; }

    /// <summary>
    /// Gets or sets whether a byte order mark of UTF-8, UTF-16 or UTF-32 at the start of the stream overrules <see cref="Encoding"/>,
    /// as <see cref="StreamReader"/> does it: a mark of <see cref="Encoding"/> itself is always taken for that.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool DetectEncoding { get; set; } = true;

    /// <summary>Gets or sets what becomes of a byte order mark. Text that your code is given never begins with one.</summary>
    /// <value>The default is <see cref="ByteOrderMark.Preserve"/>.</value>
    public ByteOrderMark ByteOrderMark { get; set; }

    /// <summary>Gets or sets what happens where bytes are not valid in the encoding, or text cannot be written in it.</summary>
    /// <value>The default is <see cref="InvalidText.Replace"/>.</value>
    public InvalidText InvalidText { get; set; }

    /// <summary>Gets or sets the longest line, in UTF-16 code units without its ending. A longer one fails the stream.</summary>
    /// <value>The default is 1,048,576; it must be between 1 and 1,073,741,824. It bounds the memory that a source without line endings can take.</value>
    public int MaxLineLength { get; set; } = 1 << 20;

    internal static StreamTextOptions Checked(StreamTextOptions? options)
    {
        options ??= new StreamTextOptions();
        if (options.Encoding is null)
        {
            throw new ArgumentException($"{nameof(Encoding)} must be an encoding, and is null.", nameof(options));
        }

        if (options.MaxLineLength is < 1 or > LongestLine)
        {
            throw new ArgumentException($"{nameof(MaxLineLength)} must be between 1 and {LongestLine}, and is {options.MaxLineLength}.", nameof(options));
        }

        if (options.ByteOrderMark is < ByteOrderMark.Preserve or > ByteOrderMark.Write)
        {
            throw new ArgumentException($"{nameof(ByteOrderMark)} must be Preserve, Remove or Write, and is {options.ByteOrderMark}.", nameof(options));
        }

        if (options.InvalidText is < InvalidText.Replace or > InvalidText.Fail)
        {
            throw new ArgumentException($"{nameof(InvalidText)} must be Replace or Fail, and is {options.InvalidText}.", nameof(options));
        }

        return (StreamTextOptions)options.MemberwiseClone();
    }
}
