using System.Diagnostics;
using Sockeye.Background.Postgres.Tests.Outbox;
using Sockeye.TestKit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Sockeye.Background.Postgres.Tests.Outbox;

/// <summary>A PostgreSQL server for the tests, in a folder of its own; it listens on a socket there, and on no port.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    // The server refuses to run as root, and so becomes nobody first.
    private static readonly string[] Under = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sockeye-pg-");
    private ChildProcess? _server;

    public string ConnectionString => $"Host={_folder.FullName};Username=postgres;Database=postgres";

    /// <summary>Gets the folder in which its socket lies.</summary>
    public string Folder => _folder.FullName;

    private string Cluster => Path.Combine(_folder.FullName, "cluster");

    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "65534:65534", _folder.FullName);
        }

        await RunAsync([.. Under, Program("initdb"), "-D", Cluster, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]);
        await StartAsync();
    }

    /// <summary>Starts the server, anew where it was killed.</summary>
    public async Task StartAsync()
    {
        _server = new ChildProcess(Start([
            .. Under, "sh", "-c", "exec \"$@\" 2>&1", "sh", Program("postgres"), "-D", Cluster, "-k", _folder.FullName, "-c", "listen_addresses="]));
        await _server.ReadUntilAsync("ready to accept connections", TestContext.Current.CancellationToken);
    }

    /// <summary>Kills the server with all of its processes, as a loss of power does.</summary>
    public async Task KillAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    // Debian keeps each version in a folder of its own.
    private static string Program(string name) =>
        Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", name)).Last(File.Exists);

    private static Task<string> RunAsync(params string[] line) =>
        ChildProcess.RunAsync(Start(line), TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    private static ProcessStartInfo Start(string[] line) => new(line[0], line[1..]) { WorkingDirectory = "/" };
}
