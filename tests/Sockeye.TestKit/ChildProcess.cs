using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Sockeye.TestKit;

/// <summary>
/// A program that runs beside the test and ends with it. The two talk in lines: the test writes to its standard input and reads its
/// standard output; what it says on standard error is in the message of everything that fails.
/// </summary>
public class ChildProcess : IAsyncDisposable
{
    private const int KeptErrorLines = 200;
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _reading;

    /// <summary>Starts the program.</summary>
    public ChildProcess(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        _reading = Task.WhenAll(PumpLinesAsync(), ReadErrorsAsync());
    }

    /// <summary>Gets the number of its process.</summary>
    public int Id => _process.Id;

    /// <summary>Gets a value indicating whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Gets what the program has said on standard error, its last lines.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it said on standard output.</returns>
    /// <exception cref="InvalidOperationException">It did not end well, or not within the time.</exception>
    public static async Task<string> RunAsync(ProcessStartInfo start, TimeSpan atMost, CancellationToken cancellationToken)
    {
        await using var child = new ChildProcess(start);
        child._process.StandardInput.Close();
        try
        {
            await child._process.WaitForExitAsync(cancellationToken).WaitAsync(atMost, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"{child} took longer than {atMost}.\n{child.Errors}", exception);
        }

        await child._reading.DefaultTimeout();
        var output = string.Join('\n', await child._lines.Reader.ReadAllAsync(cancellationToken).ToArrayAsync(cancellationToken));
        return child._process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{child} ended with {child._process.ExitCode}.\n{output}\n{child.Errors}");
    }

    /// <summary>Writes one line to the program.</summary>
    /// <exception cref="InvalidOperationException">The program has ended.</exception>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw await EndedAsync(exception, cancellationToken);
        }
    }

    /// <summary>Reads the program's next line.</summary>
    /// <exception cref="InvalidOperationException">The program ended, or was silent for a minute.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            return await _lines.Reader.ReadAsync(patience.Token); // cancelled, so that a read given up does not take the next line away
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{this} was silent for too long.\n{Errors}", exception);
        }
        catch (ChannelClosedException exception)
        {
            throw await EndedAsync(exception, cancellationToken);
        }
    }

    /// <summary>Reads every line until the program ends; nobody else may read meanwhile.</summary>
    public IAsyncEnumerable<string> ReadLinesAsync(CancellationToken cancellationToken) => _lines.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Reads lines until one contains the text.</summary>
    /// <returns>That line.</returns>
    public async Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken)
    {
        string line;
        do
        {
            line = await ReadLineAsync(cancellationToken);
        }
        while (!line.Contains(text, StringComparison.Ordinal));

        return line;
    }

    /// <summary>Writes one line and reads the next one: a question and its answer.</summary>
    public async Task<string> AskAsync(string line, CancellationToken cancellationToken)
    {
        await WriteLineAsync(line, cancellationToken);
        return await ReadLineAsync(cancellationToken);
    }

    /// <summary>Ends the program's input and waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken).DefaultTimeout();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        try
        {
            await _process.WaitForExitAsync().DefaultTimeout();
            await _reading.DefaultTimeout();
        }
        catch (TimeoutException exception)
        {
            await Console.Error.WriteLineAsync($"{this} was killed, and something has its output still: {exception.Message}"); // thrown, it would hide why the test failed
        }

        _process.Dispose();
    }

    public override string ToString() => $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    private async Task<InvalidOperationException> EndedAsync(Exception exception, CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).DefaultTimeout();
        await _reading.DefaultTimeout();
        return new InvalidOperationException($"{this} ended with {_process.ExitCode}.\n{Errors}", exception);
    }

    private async Task PumpLinesAsync()
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
