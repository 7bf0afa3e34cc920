namespace Sockeye.Adapters;

/// <summary>
/// Which sockets of a namespace are meant: those in any of <see cref="Rooms"/>, or all where there are none, without those in any of
/// <see cref="Except"/>. Each socket counts once.
/// </summary>
/// <remarks>Immutable: each change makes a new target.</remarks>
public sealed class Target
{
    private Target(string[] rooms, string[] except)
    {
        Rooms = rooms;
        Except = except;
    }

    /// <summary>Gets the target that means every socket of the namespace.</summary>
    public static Target Everyone { get; } = new([], []);

    /// <summary>Gets the rooms whose members are meant; empty means the whole namespace.</summary>
    public IReadOnlyList<string> Rooms { get; }

    /// <summary>Gets the rooms whose members are left out.</summary>
    public IReadOnlyList<string> Except { get; }

    /// <summary>Adds rooms to the union.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public Target To(params ReadOnlySpan<string> rooms) => new([.. Rooms, .. rooms], (string[])Except);

    /// <summary>Leaves out the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public Target Without(params ReadOnlySpan<string> rooms) => new((string[])Rooms, [.. Except, .. rooms]);
}
