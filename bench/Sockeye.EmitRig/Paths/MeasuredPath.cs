namespace Sockeye.EmitRig.Paths;

/// <summary>One way to do what is measured, in batches.</summary>
internal abstract class MeasuredPath(string name)
{
    public string Name => name;

    public abstract Sample Measure(int operations);
}
