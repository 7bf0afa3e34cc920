using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Packages;

/// <summary>The packages of this build, and a folder far from the repository in which somebody uses them for the first time.</summary>
public sealed class BuiltPackages : IAsyncLifetime
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sockeye-packages-");

    /// <summary>Gets the folder the packages lie in.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>Gets the folder with the packages of others that the libraries bring with them.</summary>
    private string Brought => Path.Combine(_folder.FullName, "brought");

    /// <summary>Gets an empty folder with a <c>nuget.config</c> that knows these packages and those they bring with them, and no others: nobody else's are taken for them.</summary>
    public string Application => Path.Combine(_folder.FullName, "application");

    public async ValueTask InitializeAsync()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)); // artifacts/bin/<project>/<configuration>/
        await DotnetAsync(RepositoryRoot.Directory, CancellationToken.None, "pack", "Sockeye.slnx", "--no-build", "--configuration", configuration, "--output", Feed);
        await CopyBroughtAsync();
        Directory.CreateDirectory(Application);
        await File.WriteAllTextAsync(Path.Combine(Application, "nuget.config"), string.Create(CultureInfo.InvariantCulture, $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="just-built" value="{Feed}" />
                <add key="brought" value="{Brought}" />
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

    // This build has restored them, so they lie in the package cache of whoever runs it.
    private async Task CopyBroughtAsync()
    {
        const string Label = "global-packages:";
        var locals = await DotnetAsync(RepositoryRoot.Directory, CancellationToken.None, "nuget", "locals", "global-packages", "--list");
        var cache = locals[(locals.IndexOf(Label, StringComparison.Ordinal) + Label.Length)..].Trim();
        Directory.CreateDirectory(Brought);
        foreach (var lockFile in Directory.EnumerateFiles(RepositoryRoot.PathOf("src"), "packages.lock.json", SearchOption.AllDirectories))
        {
            using var locked = JsonDocument.Parse(await File.ReadAllBytesAsync(lockFile));
            foreach (var package in locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(static framework => framework.Value.EnumerateObject()))
            {
                if (package.Value.TryGetProperty("resolved", out var version))
                {
#pragma warning disable CA1308 // the cache is in lower case
                    var id = package.Name.ToLowerInvariant();
#pragma warning restore CA1308
                    var file = $"{id}.{version.GetString()}.nupkg";
                    File.Copy(Path.Combine(cache, id, version.GetString()!, file), Path.Combine(Brought, file), overwrite: true);
                }
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
