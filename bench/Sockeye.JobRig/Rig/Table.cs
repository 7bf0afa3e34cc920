using Sockeye.JobRig.Peers;

namespace Sockeye.JobRig.Rig;

/// <summary>Two peers beside each other.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Peers">Sockeye first.</param>
internal sealed record Table(string Name, string Title, IReadOnlyList<Peer> Peers)
{
    public static IReadOnlyList<Table> All { get; } =
    [
        new(
            "postgres",
            "PostgreSQL against PostgreSQL: one server and its settings, producer and worker in processes of their own",
            [new Peer("sockeye", "Sockeye, PostgreSQL", "postgres"), new Peer("bullmq", "BullMQ, PostgreSQL", "postgres")]),
        new(
            "embedded",
            "In-process against network: SQLite in the application's process, synchronous=FULL, against Redis over loopback, appendfsync always",
            [new Peer("sockeye", "Sockeye, SQLite (in-process)", "sqlite"), new Peer("bullmq", "BullMQ, Redis (network)", "redis")]),
    ];
}
