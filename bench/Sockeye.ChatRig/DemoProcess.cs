using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sockeye.LoadRig.Linux;

namespace Sockeye.ChatRig;

/// <summary>The demo in a process of its own, on a free port.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private DemoProcess(Process process, int port, string data)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
        Database = Path.Combine(data, "demo.db");
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public Uri Address { get; }

    public string Database { get; }

    public double CpuSeconds => ProcessSample.CpuSeconds(_process.Id);

    public long ResidentBytes => ProcessSample.ResidentBytes(_process.Id);

    public static async Task<DemoProcess> StartAsync(string data)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Demo", own.Name, "Demo");
        var port = FreePort();

        // All clients log in from one address, which somebody who guesses passwords would do.
        var start = new ProcessStartInfo(program, [$"--urls=http://127.0.0.1:{port}", "--Accounts:AttemptsPerAddress=1000000"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Data__Folder"] = data;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var demo = new DemoProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), port, data);
        try
        {
            await Task.WhenAny(demo._listening.Task, demo._reading).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            demo._output.Enqueue($"It did not listen within {Patience.TotalSeconds:0} s.");
        }

        if (!demo._listening.Task.IsCompleted)
        {
            await demo.DisposeAsync();
            throw new InvalidOperationException($"The demo does not listen.\n{demo.Output}");
        }

        return demo;
    }

    /// <summary>Gets all that it has written.</summary>
    public string Output => string.Join('\n', _output);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
            if (line.StartsWith("The demo is at", StringComparison.Ordinal))
            {
                _listening.TrySetResult();
            }
        }
    }
}
