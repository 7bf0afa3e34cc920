using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sockeye.JobRig.Servers;

/// <summary>A server that the rig starts in a temporary folder, on a free port of loopback, and ends.</summary>
internal sealed class JobServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // PostgreSQL refuses to run as root, and so becomes nobody first.
    private static readonly string[] Under = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];

    private readonly DirectoryInfo _folder;
    private Process? _process;

    private JobServer(DirectoryInfo folder) => _folder = folder;

    public int Port { get; } = FreePort();

    /// <summary>Starts PostgreSQL with its default settings, among them <c>fsync = on</c> and <c>synchronous_commit = on</c>.</summary>
    public static async Task<JobServer> PostgresAsync()
    {
        var server = new JobServer(Directory.CreateTempSubdirectory("sockeye-rig-pg-"));
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(["chown", "65534:65534", server._folder.FullName]);
        }

        var cluster = Path.Combine(server._folder.FullName, "cluster");
        await RunAsync([.. Under, PostgresProgram("initdb"), "-D", cluster, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"]);
        string[] command = [PostgresProgram("postgres"), "-D", cluster, "-k", server._folder.FullName, "-h", "127.0.0.1", "-p", $"{server.Port}"];
        await server.StartAsync([.. Under, .. command], "ready to accept connections");
        return server;
    }

    /// <summary>Starts Redis so that every write is synced before it is answered, and nothing else is written.</summary>
    public static async Task<JobServer> RedisAsync()
    {
        var server = new JobServer(Directory.CreateTempSubdirectory("sockeye-rig-redis-"));
        await server.StartAsync(
            ["redis-server", "--port", $"{server.Port}", "--bind", "127.0.0.1", "--dir", server._folder.FullName, "--appendonly", "yes", "--appendfsync", "always", "--save", ""],
            "Ready to accept connections");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await RunAsync(["kill", "-INT", $"{_process.Id}"]); // to both it means: end at once, and leave nothing behind
            if (await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(Patience, TimeProvider.System)) is { } && !_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }

            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static string PostgresProgram(string name)
    {
        const string Versions = "/usr/lib/postgresql"; // Debian keeps each version in a folder of its own
        var found = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions).Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", name)).LastOrDefault(File.Exists)
            : null;
        return found ?? throw new InvalidOperationException($"There is no {name} below {Versions}: install Debian's package with `apt-get install postgresql`.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string[] command)
    {
        using var process = Launch(command);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed.\n{string.Concat(said)}");
        }
    }

    private static Process Launch(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                $"{command[0]} cannot be started; what the rig needs comes from Debian: `apt-get install postgresql redis-server util-linux`. {exception.Message}", exception);
        }
    }

    private async Task StartAsync(string[] command, string mark)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        _process = Launch(command);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (await Task.WhenAny(ready.Task, _process.WaitForExitAsync(), Task.Delay(Patience, TimeProvider.System)) != ready.Task)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} did not become ready.\n{said}");
        }

        void Hear(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }

            if (line?.Contains(mark, StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        }
    }
}
