namespace Sockeye.Engine;

/// <summary>How the answers of the polling transport are compressed.</summary>
/// <remarks>The encoding is the first of <c>br</c>, <c>gzip</c> and <c>deflate</c> that the client likes best (<c>Accept-Encoding</c>).</remarks>
public sealed class HttpCompressionOptions
{
    /// <summary>Gets or sets from how many bytes on an answer is compressed.</summary>
    /// <value>The default is 1,024; it must be at least 0.</value>
    public int Threshold { get; set; } = 1024;
}
