using System.Threading.Channels;

namespace Sockeye.EmitRig.Paths;

/// <summary>A channel for each listener, written and read on one thread: what handing over costs before any thread is woken.</summary>
internal sealed class ChannelPath : OwnPath
{
    private readonly Channel<int>[] _channels;

    public ChannelPath(Listener[] listeners)
        : base("System.Threading.Channels", listeners) =>
        _channels = [.. listeners.Select(static _ => Channel.CreateUnbounded<int>())];

    protected override void Run(int operations)
    {
        for (var i = 0; i < operations; i++)
        {
            for (var channel = 0; channel < _channels.Length; channel++)
            {
                _channels[channel].Writer.TryWrite(1);
                _channels[channel].Reader.TryRead(out var read);
                Listeners[channel].Hear(read);
            }
        }
    }
}
