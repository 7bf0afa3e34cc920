using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Sockeye.TestKit;

/// <summary>
/// A script of <c>tests/js</c> that runs under Node.js beside the test. The two talk in lines: the test writes to the script's standard
/// input and reads its standard output; what the script says on standard error is in the message of everything that fails.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private const int KeptErrorLines = 200;
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _reading;

    private NodeProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadLinesAsync(), ReadErrorsAsync());
    }

    /// <summary>Gets what the script has said on standard error, its last lines.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts a script.</summary>
    /// <param name="script">Its path, relative to <c>tests/js</c>.</param>
    /// <param name="arguments">What it is given.</param>
    public static NodeProcess Start(string script, params ReadOnlySpan<string> arguments)
    {
        var directory = RepositoryRoot.PathOf("tests", "js");
        var start = new ProcessStartInfo("node", ["--import", "./end-with-parent.mjs", script, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new NodeProcess(Process.Start(start) ?? throw new InvalidOperationException("node did not start."));
    }

    /// <summary>Writes one line to the script.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    /// <summary>Reads the script's next line.</summary>
    /// <exception cref="InvalidOperationException">The script ended, or was silent for half a minute.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _lines.Reader.ReadAsync(cancellationToken).DefaultTimeout();
        }
        catch (Exception exception) when (exception is TimeoutException or ChannelClosedException)
        {
            await _reading.WaitAsync(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var ending = _process.HasExited ? $"ended with {_process.ExitCode}" : "was silent for too long";
            throw new InvalidOperationException($"node {string.Join(' ', _process.StartInfo.ArgumentList)} {ending}.\n{Errors}", exception);
        }
    }

    /// <summary>Writes one line and reads the next one: a question and its answer.</summary>
    public async Task<string> AskAsync(string line, CancellationToken cancellationToken)
    {
        await WriteLineAsync(line, cancellationToken);
        return await ReadLineAsync(cancellationToken);
    }

    /// <summary>Ends the script's input and waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken).DefaultTimeout();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync().DefaultTimeout();
        await _reading.DefaultTimeout();
        _process.Dispose();
    }

    private async Task ReadLinesAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _errors.Enqueue(line);
            if (_errors.Count > KeptErrorLines)
            {
                _errors.TryDequeue(out _);
            }
        }
    }
}
