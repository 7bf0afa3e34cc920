using System.Diagnostics;
using System.Globalization;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Packages;

/// <summary>The packages of this build, and a folder far from the repository in which somebody uses them for the first time.</summary>
public sealed class BuiltPackages : IAsyncLifetime
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sockeye-packages-");

    /// <summary>Gets the folder the packages lie in.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>Gets an empty folder with a <c>nuget.config</c> that knows these packages and no others: they need none, and nobody else's are taken for them.</summary>
    public string Application => Path.Combine(_folder.FullName, "application");

    public async ValueTask InitializeAsync()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)); // artifacts/bin/<project>/<configuration>/
        await DotnetAsync(RepositoryRoot.Directory, CancellationToken.None, "pack", "Sockeye.slnx", "--no-build", "--configuration", configuration, "--output", Feed);
        Directory.CreateDirectory(Application);
        await File.WriteAllTextAsync(Path.Combine(Application, "nuget.config"), string.Create(CultureInfo.InvariantCulture, $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="just-built" value="{Feed}" />
              </packageSources>
            </configuration>
            """));
    }

    /// <summary>Runs a command of the SDK that sees an empty package cache.</summary>
    public Task<string> DotnetAsync(string workingDirectory, CancellationToken cancellationToken, params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync(Dotnet(workingDirectory, arguments), AtMost, cancellationToken);

    public ProcessStartInfo Dotnet(string workingDirectory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = workingDirectory };

        // The test runner's own settings are not those of somebody at a terminal.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // nothing stays behind
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        if (workingDirectory != RepositoryRoot.Directory)
        {
            start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "cache");
        }

        return start;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
