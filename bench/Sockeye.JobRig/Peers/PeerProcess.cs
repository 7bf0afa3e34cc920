using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Sockeye.JobRig.Peers;

/// <summary>A process of a peer that the rig talks to in lines.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // a million jobs are to be queued, too
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private PeerProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    public static async Task<PeerProcess> StartAsync(IReadOnlyList<string> command, string folder, PeerSettings settings)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), settings.ToArgument()])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new PeerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start."));
        try
        {
            return await process.ReadAsync() == "ready" ? process : throw new InvalidOperationException($"{string.Join(' ', command)} said something else than ready.");
        }
        catch (InvalidOperationException)
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<PeerAnswer> AskAsync(PeerCommand command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command, PeerSettings.Json));
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<PeerAnswer>(await ReadAsync(), PeerSettings.Json)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        try
        {
            if (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                return line;
            }

            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _errors.Enqueue($"It said nothing for {Patience.TotalMinutes:0} minutes.");
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} failed.\n{string.Join('\n', _errors)}");
    }
}
