namespace Sockeye.EmitRig;

/// <summary>What listens, with a count that shows that it did.</summary>
internal sealed class Listener
{
    public long Heard { get; set; }

    public void Hear(int number) => Heard += number;

    public static Listener[] Make(int count) => [.. Enumerable.Range(0, count).Select(static _ => new Listener())];
}
