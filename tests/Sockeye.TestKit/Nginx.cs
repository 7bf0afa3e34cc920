using System.Diagnostics;
using System.Net.Sockets;

namespace Sockeye.TestKit;

/// <summary>nginx with the configuration of the documents, in front of two servers: the same but for ports and certificate.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ChildProcess _process;

    private Nginx(string folder, ChildProcess process, int plain, int secure)
    {
        (_folder, _process) = (folder, process);
        (Url, SecureUrl) = ($"http://127.0.0.1:{plain}", $"https://127.0.0.1:{secure}");
    }

    /// <summary>Gets an address without TLS, which the documents' configuration has not: for clients that would not trust the certificate.</summary>
    public string Url { get; }

    /// <summary>Gets the address with TLS.</summary>
    public string SecureUrl { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="first">The port of one server.</param>
    /// <param name="second">The port of the other one; the same where there is one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Nginx> StartAsync(int first, int second, CancellationToken cancellationToken)
    {
        var (plain, secure) = (FreePort.Next(), FreePort.Next());
        var folder = Directory.CreateTempSubdirectory("sockeye-nginx").FullName;
        var (certificate, key) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        await File.WriteAllTextAsync(certificate, TestCertificate.Value.ExportCertificatePem(), cancellationToken);
        await File.WriteAllTextAsync(key, TestCertificate.KeyPem(), cancellationToken);
        var site = await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "deployment", "nginx.conf"), cancellationToken);
        foreach (var (old, by) in new[]
        {
            ("listen 443 ssl;", $"listen 127.0.0.1:{secure} ssl; listen 127.0.0.1:{plain};"),
            ("127.0.0.1:5001", $"127.0.0.1:{first}"),
            ("server 127.0.0.1:5002;", second == first ? "" : $"server 127.0.0.1:{second};"),
            ("/etc/ssl/certs/example.com.pem", certificate),
            ("/etc/ssl/private/example.com.key", key),
        })
        {
            site = Replacing(site, old, by);
        }

        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{folder}}/nginx.pid;
            error_log stderr warn;
            worker_processes 1;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
                {{site}}
            }
            """,
            cancellationToken);
        var process = new ChildProcess(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder, "-c", configuration, "-e", "stderr"]));
        var nginx = new Nginx(folder, process, plain, secure);
        await Eventually.TrueAsync(() => process.HasEnded ? throw new InvalidOperationException($"nginx ended.\n{process.Errors}") : Answers(plain));
        return nginx;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Replaces a text that has to be there: a configuration that has changed is not run as another than it is.</summary>
    private static string Replacing(string text, string old, string by) => text.Contains(old, StringComparison.Ordinal)
        ? text.Replace(old, by, StringComparison.Ordinal)
        : throw new InvalidOperationException($"The configuration has no {old}.");

    private static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false; // not yet
        }
    }
}
