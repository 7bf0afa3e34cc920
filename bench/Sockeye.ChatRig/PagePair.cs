using System.Diagnostics;
using System.Text.Json;
using Sockeye.LoadRig.Rig;

namespace Sockeye.ChatRig;

/// <summary>Two windows of a Chromium in which two example accounts talk, driven by <c>browser/pages.mjs</c>.</summary>
internal sealed class PagePair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _node;
    private readonly Task<string> _errors;

    private PagePair(Process node)
    {
        _node = node;
        _errors = node.StandardError.ReadToEndAsync();
    }

    /// <summary>Opens the windows, logs in and opens the conversation.</summary>
    public static async Task<PagePair> OpenAsync(Uri server, int pause)
    {
        var packages = Path.GetFullPath(Path.Combine(Repository.Servers, "..", "..", "tests", "js"));
        await NpmPackages.InstallAsync(packages);
        var script = Path.Combine(AppContext.BaseDirectory, "browser", "pages.mjs");
        var start = new ProcessStartInfo("node", [script, packages, server.ToString(), $"{pause}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var pages = new PagePair(Process.Start(start) ?? throw new InvalidOperationException("node did not start."));
        await pages.ReadAsync();
        return pages;
    }

    /// <summary>Begins to send.</summary>
    public Task BeginAsync() => AskAsync("begin");

    /// <summary>Counts what is sent from now on.</summary>
    public Task CountAsync() => AskAsync("count");

    /// <summary>Stops sending and waits until all has arrived.</summary>
    public async Task<PageFigures> EndAsync() =>
        JsonSerializer.Deserialize<PageFigures>(await AskAsync("end"), JsonSerializerOptions.Web)!;

    public async ValueTask DisposeAsync()
    {
        if (!_node.HasExited)
        {
            _node.Kill(entireProcessTree: true);
        }

        await _node.WaitForExitAsync();
        _node.Dispose();
    }

    private async Task<string> AskAsync(string question)
    {
        await _node.StandardInput.WriteLineAsync(question);
        await _node.StandardInput.FlushAsync();
        return await ReadAsync();
    }

    private async Task<string> ReadAsync() =>
        await _node.StandardOutput.ReadLineAsync().WaitAsync(Patience)
        ?? throw new InvalidOperationException($"The browser failed.\n{await _errors}");
}
