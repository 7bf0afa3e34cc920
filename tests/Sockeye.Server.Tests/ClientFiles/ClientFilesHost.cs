namespace Sockeye.Server.Tests;

/// <summary>A server with default options, and a client that leaves encodings alone.</summary>
public sealed class ClientFilesHost : IAsyncLifetime
{
    private RunningServer? _server;

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        Client.BaseAddress = new Uri(_server.Address, "/socket.io/");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
