namespace Sockeye.Adapters;

/// <summary>A room that has members; guarded by the lock of <see cref="LocalSockets"/>.</summary>
internal sealed class Room(string name)
{
    public string Name { get; } = name;

    public HashSet<Member> Members { get; } = [];
}
