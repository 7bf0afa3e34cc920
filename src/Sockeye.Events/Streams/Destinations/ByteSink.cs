namespace Sockeye.Events.Streams;

/// <summary>Where bytes go. Opened by the first write or by finishing, closed once.</summary>
internal abstract class ByteSink(string description, bool leaveOpen)
{
    private int _isClosed;

    public string Description { get; } = description;

    /// <summary>Gets the full path of the file that is written, if it is one.</summary>
    public virtual string? File => null;

    protected bool LeaveOpen { get; } = leaveOpen;

    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken);

    /// <summary>Says that all has been written.</summary>
    public abstract ValueTask FinishAsync(CancellationToken cancellationToken);

    public ValueTask CloseAsync(Exception? failure) =>
        LeaveOpen || Interlocked.Exchange(ref _isClosed, 1) != 0 ? default : CloseOwnedAsync(failure);

    protected abstract ValueTask CloseOwnedAsync(Exception? failure);
}
