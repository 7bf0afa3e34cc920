using Sockeye.LoadRig.Rig;

namespace Sockeye.JobRig.Peers;

/// <summary>Whose jobs are measured.</summary>
/// <param name="Name">Its name on the command line and in figures.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Store">Where it keeps jobs: <c>postgres</c>, <c>sqlite</c> or <c>redis</c>.</param>
internal sealed record Peer(string Name, string Title, string Store)
{
    private bool IsSockeye => Name == "sockeye";

    /// <summary>Gets a value indicating whether one process emits and works, as an application with an embedded store does.</summary>
    public bool IsOneProcess => Store == "sqlite";

    public string Folder => IsSockeye ? AppContext.BaseDirectory : Path.Combine(Repository.Servers, "bullmq");

    private IReadOnlyList<string> Command => IsSockeye ? [Environment.ProcessPath!, "peer"] : ["node", "--expose-gc", "peer.mjs"];

    public Task InstallAsync() => IsSockeye ? Task.CompletedTask : NpmPackages.InstallAsync(Folder);

    public Task<PeerProcess> StartAsync(PeerSettings settings) => PeerProcess.StartAsync(Command, Folder, settings);
}
