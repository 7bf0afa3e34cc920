namespace Sockeye.Events.Streams;

internal sealed class StreamSource(Stream stream, bool leaveOpen) : ByteSource("the source", leaveOpen)
{
    public override Task PumpAsync(SourceOutput output, CancellationToken cancellationToken) => PumpAsync(stream, output, cancellationToken);

    protected override ValueTask CloseOwnedAsync(Exception? failure) => stream.DisposeAsync();
}
