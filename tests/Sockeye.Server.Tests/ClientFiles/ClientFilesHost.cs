using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sockeye.Server.Tests;

/// <summary>A server on a free port that serves the client's files as the endpoint does, and a client that leaves encodings alone.</summary>
public sealed class ClientFilesHost : IAsyncLifetime
{
    private readonly WebApplication _app;

    public ClientFilesHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Map("/socket.io/{name}", (HttpContext context, string name) =>
        {
            if (ClientFiles.IsClientFile(name))
            {
                context.Response.Headers.Vary = "Origin";
                return ClientFiles.ServeAsync(context, name);
            }

            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }

    public HttpClient Client { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Client.BaseAddress = new Uri(_app.Urls.Single() + "/socket.io/");
        Client.Timeout = TimeSpan.FromSeconds(30);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
