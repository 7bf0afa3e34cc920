using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Events.Streams;

[SuppressMessage("Design", "CA1001", Justification = "CloseOwnedAsync lets go of it, and every run calls that.")]
internal sealed class FileSource(string path) : ByteSource($"the file {path}", leaveOpen: false)
{
    private FileStream? _file;

    public override string File { get; } = Path.GetFullPath(path);

    public override Task PumpAsync(SourceOutput output, CancellationToken cancellationToken)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return PumpAsync(_file, output, cancellationToken);
    }

    protected override ValueTask CloseOwnedAsync(Exception? failure) => _file?.DisposeAsync() ?? default;
}
