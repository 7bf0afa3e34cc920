namespace Sockeye.Server.Tests.Handlers;

/// <summary>A scoped service that knows its socket and tells of its end.</summary>
public sealed class Basket(Diary diary, Socket socket) : IAsyncDisposable
{
    private static int _made;

    public int Number { get; } = Interlocked.Increment(ref _made);

    public string SocketId => socket.Id;

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        diary.Add("basket gone");
    }
}
