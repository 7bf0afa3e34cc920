using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests;

/// <summary>A program of <c>samples/</c> in a process of its own, on a port of its own.</summary>
public sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly HttpClient Http = new() { Timeout = Patience };
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly DirectoryInfo? _ownData;

    private SampleProcess(Process process, int port, string data, DirectoryInfo? ownData)
    {
        Data = data;
        _process = process;
        _ownData = ownData;
        Port = port;
        Address = $"http://127.0.0.1:{port}";
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Port { get; }

    public string Address { get; }

    /// <summary>Gets the folder of its data.</summary>
    public string Data { get; }

    /// <summary>Gets all that the program has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Gets the most memory that the program has had at once, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts a program and waits until it listens.</summary>
    /// <param name="name">The name of its project.</param>
    /// <param name="port">The port; a free one without it.</param>
    /// <param name="directory">Where it runs; in its project's folder without it, as <c>dotnet run</c> has it.</param>
    /// <param name="data">The folder of its data; without it one of its own, which goes with it.</param>
    /// <param name="settings">Its further settings, such as <c>--Section:Name=value</c>.</param>
    public static async Task<SampleProcess> StartAsync(
        string name, int? port = null, string? directory = null, string? data = null, params string[] settings)
    {
        var listensOn = port ?? FreePort.Next();
        var sample = Launch(name, listensOn, directory, data, [$"--urls=http://127.0.0.1:{listensOn}", .. settings]);
        try
        {
            await Task.WhenAny(sample._listening.Task, sample._reading).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            await sample.DisposeAsync();
        }

        Assert.True(sample._listening.Task.IsCompleted, $"{name} does not listen. It says:\n{sample.Output}");
        return sample;
    }

    /// <summary>Runs a program that is expected to end by itself.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, params string[] arguments)
    {
        await using var sample = Launch(name, 0, directory: null, data: null, arguments);
        await sample._reading.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await sample._process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return (sample._process.ExitCode, sample.Output);
    }

    /// <summary>Waits until the program has written something: its log is written, and read here, a moment after the fact.</summary>
    public Task WaitForOutputAsync(string text) =>
        Eventually.EqualsAsync(true, () => Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), Patience, () => $"It writes:\n{Output}");

    /// <summary>Asks the program for JSON.</summary>
    public async Task<JsonNode> GetAsync(string path) =>
        (await Http.GetFromJsonAsync<JsonNode>(Address + path, TestContext.Current.CancellationToken))!;

    /// <summary>Asks the program for a page.</summary>
    public Task<string> GetTextAsync(string path) => Http.GetStringAsync(Address + path, TestContext.Current.CancellationToken);

    /// <summary>Kills the program, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
    }

    /// <summary>Ends the program in its own way, as Ctrl+C does. Not on Windows, which has no such signal.</summary>
    public async Task StopAsync()
    {
        using var signal = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _reading.WaitAsync(Patience); // all that it has written is known
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _reading.WaitAsync(Patience);
        _process.Dispose();
        _ownData?.Delete(recursive: true);
    }

    private static SampleProcess Launch(string name, int port, string? directory, string? data, params ReadOnlySpan<string> arguments)
    {
        var ownData = data is null ? Directory.CreateTempSubdirectory("sockeye-") : null;
        // artifacts/bin/<project>/<configuration>: the sample was built beside the tests.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, name + ".dll");
        Assert.True(File.Exists(program), $"{program} is not built.");
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, [program, .. arguments])
        {
            WorkingDirectory = directory ?? RepositoryRoot.PathOf("samples", name),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The sample's own defaults, whatever the machine says.
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Data__Folder"] = data ??= ownData!.FullName;
        return new SampleProcess(Process.Start(start)!, port, data, ownData);
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
            if (line.Contains("Now listening on", StringComparison.Ordinal))
            {
                _listening.TrySetResult();
            }
        }
    }
}
