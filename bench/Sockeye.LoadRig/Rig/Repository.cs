namespace Sockeye.LoadRig.Rig;

internal static class Repository
{
    /// <summary>Gets the folder with the peers' programs.</summary>
    public static string Servers { get; } = Path.Combine(Find(), "bench", "servers");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sockeye.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Sockeye.slnx above {AppContext.BaseDirectory}: the rig runs inside its repository.");
    }
}
