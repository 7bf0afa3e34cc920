namespace Sockeye.EmitRig.Paths;

/// <summary>A path in this process, on the thread that measures.</summary>
internal abstract class OwnPath(string name, Listener[] listeners) : MeasuredPath(name)
{
    protected Listener[] Listeners => listeners;

    public override Sample Measure(int operations)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        Run(operations);
        var took = TimeProvider.System.GetElapsedTime(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        foreach (var listener in listeners)
        {
            if (listener.Heard != operations)
            {
                throw new InvalidOperationException($"{Name}: a listener heard {listener.Heard} of {operations}.");
            }

            listener.Heard = 0;
        }

        return new(took.TotalNanoseconds / operations, (double)bytes / operations);
    }

    /// <summary>Lets every listener hear 1 as often as it says.</summary>
    protected abstract void Run(int operations);
}
