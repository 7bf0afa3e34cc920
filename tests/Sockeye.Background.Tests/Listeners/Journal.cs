using System.Collections.Concurrent;

namespace Sockeye.Background.Tests.Listeners;

public sealed class Journal
{
    private int _opened;
    private int _closed;

    public ConcurrentQueue<string> Lines { get; } = new();

    public int Opened => _opened;

    public int Closed => _closed;

    public void Open() => Interlocked.Increment(ref _opened);

    public void Close() => Interlocked.Increment(ref _closed);
}
