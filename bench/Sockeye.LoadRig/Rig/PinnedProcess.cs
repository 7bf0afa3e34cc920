using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Sockeye.LoadRig.Rig;

/// <summary>A process on a core of its own that the rig talks to in lines. It ends with the rig, because its input ends then.</summary>
internal sealed class PinnedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private PinnedProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, data) => _errors.Enqueue(data.Data ?? string.Empty);
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id; // taskset becomes the program, so it is the program's

    /// <param name="core">The core it may use.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables beside the inherited ones.</param>
    public static PinnedProcess Start(int core, IReadOnlyList<string> command, string folder, params (string Name, string Value)[] environment)
    {
        // Where there is one core only, all share it; the figures then mean little, but everything works.
        string[] pinned = Environment.ProcessorCount > 1 ? ["taskset", "-c", $"{core}", .. command] : [.. command];
        var start = new ProcessStartInfo(pinned[0], pinned[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new PinnedProcess(Process.Start(start) ?? throw new InvalidOperationException($"{pinned[0]} did not start."));
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{pinned[0]} cannot be started (taskset is in Debian's util-linux): {exception.Message}", exception);
        }
    }

    /// <summary>Reads the next line.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or said nothing for a long time.</exception>
    public async Task<string> ReadLineAsync()
    {
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            if (line is not null)
            {
                return line;
            }

            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _errors.Enqueue($"It said nothing for {Patience.TotalSeconds:0} s.");
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} failed.\n{string.Join('\n', _errors)}");
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<string> AskAsync(string question)
    {
        await WriteLineAsync(question);
        return await ReadLineAsync();
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
}
