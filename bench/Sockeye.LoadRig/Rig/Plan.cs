using Sockeye.LoadRig.Workloads;

namespace Sockeye.LoadRig.Rig;

/// <summary>One workload of a run, with its sizes.</summary>
internal sealed record Plan(string Name, string Workload, string Operation, int Clients, int InFlight, int OtherRooms = 0)
{
    public static IReadOnlyList<Plan> All { get; } =
    [
        new("echo", "echo", "acknowledged echo", 200, 1),
        new("broadcast", "broadcast", "delivery", 1000, 1),
        new("broadcast-8", "broadcast", "delivery", 1000, 8),
        new("rooms-1", "rooms", "delivery", 1000, 1, OtherRooms: 1),
        new("rooms-1000", "rooms", "delivery", 1000, 1, OtherRooms: 1_000),
        new("rooms-100000", "rooms", "delivery", 1000, 1, OtherRooms: 100_000),
        new("connect", "connect", "connection's life", 64, 1),
        new("idle", "idle", "connection and second", 8000, 0),
    ];

    public bool IsIdle => Workload == "idle";

    public string Title => Workload switch
    {
        "echo" => $"Acknowledged echo of 64 bytes: {Clients:N0} clients, each with one in flight",
        "broadcast" => $"Broadcast of 64 bytes to {Clients:N0} clients, {InFlight} in flight",
        "rooms" => $"Room of {RoomsWorkload.MembersOf(Clients)} among {Clients:N0} clients and {OtherRooms:N0} other rooms",
        "connect" => $"Connection rate: {Clients:N0} at a time connect, enter, leave",
        _ => $"{Clients:N0} idle connections",
    };

    /// <summary>The same at a size that only shows that everything works.</summary>
    public Plan Small() => this with { Clients = Math.Min(Clients, IsIdle ? 60 : 20), InFlight = Math.Min(InFlight, 4), OtherRooms = Math.Min(OtherRooms, 2_000) };
}
