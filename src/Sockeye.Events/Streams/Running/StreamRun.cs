using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

/// <summary>
/// One run of a stream: a loop for each stage, a pipe between each two. The first failure, or the caller's token, stops them all; the run
/// ends when every loop has ended and everything that was owned is closed.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Transformers may hold the token after the run's end; its source has neither timer nor handle to let go of.")]
internal sealed class StreamRun
{
    // What a segment of a pipe has at least: small chunks share one.
    private const int SmallestSegment = 4096;

    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly Failures _failures = new();
    private readonly List<Task> _loops = [];
    private readonly List<StreamStage> _stages = [];
    private readonly List<(string Owner, Func<Exception?, ValueTask> CloseAsync)> _closings = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Readable _last;
    private Readable? _first;
    private Writable? _destination;

    public StreamRun(Readable last, CancellationToken cancellationToken)
    {
        _last = last;
        _cancellation = cancellationToken;
        _registration = cancellationToken.Register(static stopping => ((CancellationTokenSource)stopping!).Cancel(), _stopping);
    }

    public CancellationToken Stopping => _stopping.Token;

    // A listener that waits for the caller's own token may hear of it before this run does.
    private bool IsStopping => Stopping.IsCancellationRequested || _cancellation.IsCancellationRequested;

    private StreamResult Result => new(_first!.Taken, _destination?.BytesWritten ?? _last.BytesRead);

    public static async Task<StreamResult> RunAsync(Readable last, Writable? destination, CancellationToken cancellationToken)
    {
        var run = new StreamRun(last, cancellationToken);
        var input = run.Open();
        if (destination is not null)
        {
            run._destination = destination;
            run.Join(destination, destination.CloseAsync);
        }

        var completed = destination is null
            ? await run.GuardAsync(last.Description, input.SkipAllAsync).ConfigureAwait(false)
            : await run.GuardAsync(destination.Description, token => destination.TakeAllAsync(input, token)).ConfigureAwait(false);
        return await run.EndAsync(input, completed).ConfigureAwait(false);
    }

    /// <summary>Starts every stage up to the last readable.</summary>
    /// <returns>Where its chunks come out.</returns>
    public ChunkReader Open() => Open(_last);

    /// <summary>Runs a loop so that its failure stops the others. What stopping does to it is no failure of its own.</summary>
    /// <returns>Whether the loop came to its end.</returns>
    public async Task<bool> GuardAsync(string stage, Func<CancellationToken, Task> loop)
    {
        try
        {
            Stopping.ThrowIfCancellationRequested();
            await loop(Stopping).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (IsStopping && Failures.CauseOf(exception) is OperationCanceledException)
        {
            await CancelAsync().ConfigureAwait(false);
            return false;
        }
        catch (Exception exception)
        {
            _failures.Add(stage, exception);
            await CancelAsync().ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Stops the run, and waits until it has ended. How it ended is told to whoever runs it.</summary>
    public async Task StopAsync()
    {
        await CancelAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Ends the run: waits for every loop, closes everything, and says how it went, by a result or by an exception.</summary>
    public async Task<StreamResult> EndAsync(ChunkReader input, bool completed)
    {
        var canceled = await CloseAsync(input, completed, announced: true).ConfigureAwait(false);
        _failures.ThrowIfAny(Result);
        return canceled is null ? Result : throw canceled;
    }

    /// <summary>Ends the run because nobody wants the rest. That is no failure, but what tees have written is not whole.</summary>
    public async Task AbandonAsync(ChunkReader input)
    {
        await CancelAsync().ConfigureAwait(false);
        await CloseAsync(input, completed: false, announced: false).ConfigureAwait(false);
        _failures.ThrowIfAny(Result);
    }

    private ChunkReader Open(Readable readable)
    {
        var options = readable.ReadOptions;
        if (readable.Source is PipeReaderSource borrowed)
        {
            JoinReadable(readable, borrowed.CloseAsync);
            return new ChunkReader(readable, borrowed.Reader, isOwn: false);
        }

        var pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: options.HighWaterMark,
            resumeWriterThreshold: options.Resume,
            minimumSegmentSize: Math.Max(options.ChunkSize, SmallestSegment),
            useSynchronizationContext: false));
        if (readable.Source is { } source)
        {
            JoinReadable(readable, source.CloseAsync);
            Start(readable, token => source.PumpAsync(new SourceOutput(readable, pipe.Writer), token), pipe.Writer, input: null);
        }
        else
        {
            var transformer = readable.Transformer!;
            var input = Open(readable.Previous!);
            JoinReadable(readable, _ => transformer.CloseAsync());
            Start(readable, token => transformer.TakeAllAsync(input, pipe.Writer, token), pipe.Writer, input);
        }

        return new ChunkReader(readable, pipe.Reader, isOwn: true);
    }

    // From the pool: what a stage does before it first waits must not hold up the caller.
    private void Start(Readable readable, Func<CancellationToken, Task> loop, PipeWriter output, ChunkReader? input) => _loops.Add(Task.Run(async () =>
    {
        var completed = await GuardAsync(readable.Description, loop).ConfigureAwait(false);
        await output.CompleteAsync(completed ? null : new OperationCanceledException(Stopping)).ConfigureAwait(false);
        if (input is not null)
        {
            await GuardAsync(readable.Description, _ => input.CompleteAsync()).ConfigureAwait(false);
        }
    }));

    private void JoinReadable(Readable readable, Func<Exception?, ValueTask> closeAsync)
    {
        _first ??= readable;
        Join(readable, closeAsync);
        foreach (var tee in readable.Tees)
        {
            Join(tee, tee.CloseAsync);
        }
    }

    private void Join(StreamStage stage, Func<Exception?, ValueTask> closeAsync)
    {
        stage.JoinRun(this);
        _stages.Add(stage);
        _closings.Add((stage.Description, closeAsync));
    }

    private async Task<StreamCanceledException?> CloseAsync(ChunkReader input, bool completed, bool announced)
    {
        await GuardAsync(_last.Description, _ => input.CompleteAsync()).ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false); // guarded: they do not throw
        await _registration.DisposeAsync().ConfigureAwait(false);
        var canceled = completed || _failures.First is not null ? null : new StreamCanceledException(Result, _cancellation);
        var told = _failures.First ?? canceled;

        // The destination first: it may be the very thing that the source reads.
        for (var i = _closings.Count - 1; i >= 0; i--)
        {
            var (owner, closeAsync) = _closings[i];
            await TryAsync(owner, () => closeAsync(told)).ConfigureAwait(false);
        }

        if ((_failures.First ?? told) is { } error && announced)
        {
            foreach (var stage in _stages)
            {
                await TryAsync(stage.Description, () => stage.EmitErrorAsync(error)).ConfigureAwait(false);
            }
        }

        foreach (var stage in _stages)
        {
            await TryAsync(stage.Description, stage.EmitCloseAsync).ConfigureAwait(false);
        }

        _ended.SetResult();
        return canceled;
    }

    // A transformer may have hung a callback of its own on the token, which may throw.
    private Task CancelAsync() => TryAsync("what was to hear of the cancelling", () => new ValueTask(_stopping.CancelAsync()));

    private async Task TryAsync(string owner, Func<ValueTask> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _failures.Add(owner, exception);
        }
    }
}
