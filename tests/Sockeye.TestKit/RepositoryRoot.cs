namespace Sockeye.TestKit;

/// <summary>Where the repository lies that the running tests were built from.</summary>
public static class RepositoryRoot
{
    public static string Directory { get; } = Find();

    /// <summary>Makes the full path of something in the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Directory, .. parts]);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Sockeye.slnx")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Sockeye.slnx above {AppContext.BaseDirectory}.");
    }
}
