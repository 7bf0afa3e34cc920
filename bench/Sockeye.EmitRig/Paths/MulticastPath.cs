namespace Sockeye.EmitRig.Paths;

/// <summary>A C# event, which is a multicast delegate.</summary>
internal sealed class MulticastPath : OwnPath
{
    private readonly Action<int> _listeners;

    public MulticastPath(Listener[] listeners)
        : base("C# multicast delegate", listeners) =>
        _listeners = (Action<int>)Delegate.Combine([.. listeners.Select(static listener => (Action<int>)listener.Hear)])!;

    protected override void Run(int operations)
    {
        var listeners = _listeners;
        for (var i = 0; i < operations; i++)
        {
            listeners(1);
        }
    }
}
