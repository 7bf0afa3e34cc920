using System.Net;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>A chunk whose first half is sent at once, and the rest when the test says so.</summary>
internal sealed class HeldChunk(ReadOnlyMemory<byte> chunk) : HttpContent
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _released.TrySetResult();

    /// <summary>Waits until a server has its first half on its disk.</summary>
    public Task WaitUntilHalfIsOnDiskAsync(string data) => Eventually.EqualsAsync(
        true, () => Task.FromResult(FileSender.OnDisk(data).Sum(static file => file.Length) >= chunk.Length / 2), TimeSpan.FromSeconds(40), () => "Nothing is on the disk.");

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(chunk[..(chunk.Length / 2)], cancellationToken);
        await stream.FlushAsync(cancellationToken);
        await _released.Task.WaitAsync(cancellationToken);
        await stream.WriteAsync(chunk[(chunk.Length / 2)..], cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = chunk.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        Release();
        base.Dispose(disposing);
    }
}
