using System.Diagnostics;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Sources;

/// <summary>The files of the repository: what git tracks, and what it would track once it is added.</summary>
internal static class SourceTree
{
    private static readonly string[] NotSource = ["artifacts", "node_modules", "bin", "obj", ".git"];
    private static readonly string[] TextExtensions =
        [".cs", ".js", ".mjs", ".ts", ".css", ".html", ".sh", ".md", ".csproj", ".props", ".targets", ".slnx", ".json", ".yml", ".txt", ".editorconfig", ".npmrc", ".gitignore", ""];

    /// <summary>Gets the paths, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. List().Where(static path => File.Exists(FullPath(path))).Order(StringComparer.Ordinal)];

    /// <summary>Gets the files that people read and write, which is nearly all.</summary>
    public static IEnumerable<string> TextFiles => Files.Where(static path => TextExtensions.Contains(Path.GetExtension(path)));

    public static IEnumerable<string> CSharpFiles => Files.Where(static path => path.EndsWith(".cs", StringComparison.Ordinal));

    public static string FullPath(string path) => RepositoryRoot.PathOf(path);

    public static string Read(string path) => File.ReadAllText(FullPath(path));

    public static string[] ReadLines(string path) => File.ReadAllLines(FullPath(path));

    private static string[] List()
    {
        if (!Path.Exists(RepositoryRoot.PathOf(".git")))
        {
            return [.. Directory.EnumerateFiles(RepositoryRoot.Directory, "*", SearchOption.AllDirectories)
                .Select(static file => Path.GetRelativePath(RepositoryRoot.Directory, file).Replace('\\', '/'))
                .Where(static path => !path.Split('/').Any(NotSource.Contains))];
        }

        // safe.directory: the machine that runs the tests may have checked the repository out as somebody else.
        using var git = Process.Start(new ProcessStartInfo(
            "git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = RepositoryRoot.Directory,
            RedirectStandardOutput = true,
        })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
