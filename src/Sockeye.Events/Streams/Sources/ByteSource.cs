namespace Sockeye.Events.Streams;

/// <summary>Where bytes come from. Opened by the first read, closed once.</summary>
internal abstract class ByteSource(string description, bool leaveOpen)
{
    private int _isClosed;

    public string Description { get; } = description;

    /// <summary>Gets the full path of the file that is read, if it is one.</summary>
    public virtual string? File => null;

    /// <summary>Reads to the end.</summary>
    public abstract Task PumpAsync(SourceOutput output, CancellationToken cancellationToken);

    public ValueTask CloseAsync(Exception? failure) =>
        leaveOpen || Interlocked.Exchange(ref _isClosed, 1) != 0 ? default : CloseOwnedAsync(failure);

    protected abstract ValueTask CloseOwnedAsync(Exception? failure);

    /// <summary>Reads a stream of .NET to its end, whoever owns it.</summary>
    protected static async Task PumpAsync(Stream stream, SourceOutput output, CancellationToken cancellationToken)
    {
        // A length of 0 says nothing: that is what the kernel's own files say that make their content when they are read.
        if (stream.CanSeek && stream.Length > 0)
        {
            output.SetLength(Math.Max(0, stream.Length - stream.Position));
        }

        while (await stream.ReadAsync(output.GetMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            await output.PutAsync(count, cancellationToken).ConfigureAwait(false);
        }
    }
}
