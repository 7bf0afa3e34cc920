namespace Sockeye.Events.Streams;

internal sealed class FileSink(string path, FileMode mode) : ByteSink($"the file {path}", leaveOpen: false)
{
    private FileStream? _file;

    public override string File { get; } = Path.GetFullPath(path);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) => Open().WriteAsync(chunk, cancellationToken);

    public override ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        Open(); // an empty stream makes an empty file
        return default;
    }

    protected override ValueTask CloseOwnedAsync(Exception? failure) => _file?.DisposeAsync() ?? default;

    private FileStream Open() => _file ??= new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous);
}
