using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests;

/// <summary>What the build says and does where npm is missing or fails. It runs the build's own targets, in a folder of its own.</summary>
[UnsupportedOSPlatform("windows")] // npm is played by a shell script
public sealed class ClientFilesBuildTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sockeye-client-files-");

    public ClientFilesBuildTests()
    {
        Directory.CreateDirectory(Programs);
        File.CreateSymbolicLink(Path.Combine(Programs, "sh"), "/bin/sh");
    }

    /// <summary>The only folder on the build's PATH: a shell, and npm if a test puts one there.</summary>
    private string Programs => Path.Combine(_folder.FullName, "bin");

    private string Output => Path.Combine(_folder.FullName, "obj", "client-files");

    [Fact]
    public async Task Without_npm_the_build_says_what_is_missing_and_how_to_get_it()
    {
        var (exitCode, output) = await BuildAsync("EmbedClientFiles");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SOCKEYE001: Sockeye.Server embeds the browser client (npm package socket.io-client 4.8.4) and found no npm to fetch it with. ", output, StringComparison.Ordinal);
        Assert.Contains("Install Node.js 20 or newer together with npm", output, StringComparison.Ordinal);
        Assert.Contains("-p:SockeyeClientFilesFolder=<folder>", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_npm_fails_the_build_says_what_npm_said()
    {
        AddNpm("echo 'npm error code ECONNREFUSED' >&2\nexit 7");

        var (exitCode, output) = await BuildAsync("EmbedClientFiles");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SOCKEYE002: ", output, StringComparison.Ordinal);
        Assert.Contains("(exit code 7)", output, StringComparison.Ordinal);
        Assert.Contains("npm said: npm error code ECONNREFUSED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npm_runs_once_and_not_again_until_the_lock_changes()
    {
        AddNpm($"echo called >> '{_folder.FullName}/calls'\n/bin/mkdir -p node_modules/socket.io-client\n/bin/cp -R '{NpmClient.Folder}' node_modules/socket.io-client/");

        var first = await BuildAsync("EmbedClientFiles");
        var second = await BuildAsync("EmbedClientFiles");

        Assert.True(first.ExitCode == 0, first.Output);
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Equal(["called"], await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "calls"), TestContext.Current.CancellationToken));
        Assert.Equal(NpmClient.FileNames.Length, Directory.GetFiles(Output, "*.gz").Length);
    }

    [Fact]
    public async Task A_folder_with_the_files_takes_the_place_of_npm()
    {
        var (exitCode, output) = await BuildAsync("EmbedClientFiles", "-p:SockeyeClientFilesFolder=" + NpmClient.Folder);

        Assert.True(exitCode == 0, output);
        Assert.Equal(NpmClient.FileNames.Length, Directory.GetFiles(Output, "*.gz").Length);
    }

    [Fact]
    public async Task A_folder_with_another_version_is_refused()
    {
        var other = CopyOfTheFiles();
        var script = Path.Combine(other, "socket.io.min.js");
        await File.WriteAllTextAsync(
            script, (await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken)).Replace("v4.8.4", "v4.7.5", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (exitCode, output) = await BuildAsync("EmbedClientFiles", "-p:SockeyeClientFilesFolder=" + other);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("socket.io.min.js(1): error SOCKEYE003: This is not the browser client of Socket.IO v4.8.4", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_lacks_a_file_is_refused()
    {
        var other = CopyOfTheFiles();
        File.Delete(Path.Combine(other, "socket.io.esm.min.js.map"));

        var (exitCode, output) = await BuildAsync("EmbedClientFiles", "-p:SockeyeClientFilesFolder=" + other);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error SOCKEYE004: The browser client's file " + Path.Combine(other, "socket.io.esm.min.js.map") + " does not exist", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p:DesignTimeBuild=true")]
    [InlineData("-p:NoBuild=true")]
    public async Task An_editor_that_looks_and_a_pack_of_what_is_built_need_no_npm(string property)
    {
        var (exitCode, output) = await BuildAsync("EmbedClientFiles", property);

        Assert.True(exitCode == 0, output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string CopyOfTheFiles()
    {
        var copy = _folder.CreateSubdirectory("dist").FullName;
        foreach (var name in NpmClient.FileNames)
        {
            File.WriteAllBytes(Path.Combine(copy, name), NpmClient.Read(name));
        }

        return copy;
    }

    private void AddNpm(string script)
    {
        var npm = Path.Combine(Programs, "npm");
        File.WriteAllText(npm, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<(int ExitCode, string Output)> BuildAsync(string target, string? property = null)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(
            dotnet,
            ["msbuild", RepositoryRoot.PathOf("src", "Sockeye.Server", "Sockeye.Server.csproj"), "-nologo", "-t:" + target, $"-p:IntermediateOutputPath={_folder.FullName}/obj/"])
        {
            RedirectStandardOutput = true,
        };
        if (property is not null)
        {
            start.ArgumentList.Add(property);
        }

        start.Environment["PATH"] = Programs;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        return (process.ExitCode, output);
    }
}
