using System.Text;
using System.Threading.Channels;

namespace Sockeye.Engine.Tests.Support;

/// <summary>Keeps what a session's handler hears; a test may hang an answer on it.</summary>
internal sealed class RecordingHandler(EngineSession session) : IEngineSessionHandler
{
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<(CloseReason Reason, string? Detail)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private int _upgrades;

    public EngineSession Session => session;

    public Func<RecordingHandler, ReadOnlyMemory<byte>, bool, ValueTask>? OnMessage { get; init; }

    /// <summary>Gets what is answered when it is the session's turn to be sent away.</summary>
    public Func<bool, bool>? Leaving { get; init; }

    public Task<(CloseReason Reason, string? Detail)> Closed => _closed.Task;

    public int Upgrades => Volatile.Read(ref _upgrades);

    /// <summary>Gets the messages: text as it is, binary in hexadecimal after <c>0x</c>.</summary>
    public ChannelReader<string> Messages => _messages.Reader;

    public Task<string> NextAsync() => _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).DefaultTimeout();

    public async ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        _messages.Writer.TryWrite(isBinary ? "0x" + Convert.ToHexStringLower(data.Span) : Encoding.UTF8.GetString(data.Span));
        if (OnMessage is not null)
        {
            await OnMessage(this, data, isBinary);
        }

        Interlocked.Decrement(ref _inside);
    }

    public void OnUpgraded() => Interlocked.Increment(ref _upgrades);

    public bool OnLeaving(bool isFinal) => Leaving?.Invoke(isFinal) ?? true;

    public void OnClosed(CloseReason reason, string? detail)
    {
        Assert.True(_closed.TrySetResult((reason, detail)));
        _messages.Writer.TryComplete();
    }
}
