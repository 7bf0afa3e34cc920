using System.Threading.Channels;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.Buffering;

/// <summary>A flush handler that a test can hold and let fail, and what it was given.</summary>
internal sealed class Batches
{
    private readonly Channel<int[]> _flushed = Channel.CreateUnbounded<int[]>();
    private int _running;

    /// <summary>Gets or sets what each flush waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Gets or sets how many of the next flushes fail.</summary>
    public int Failures { get; set; }

    /// <summary>Gets how many flushes ran at the same time as another one.</summary>
    public int Overlaps { get; private set; }

    public async Task FlushAsync(IReadOnlyList<int> events, CancellationToken cancellationToken)
    {
        Overlaps += Interlocked.Increment(ref _running) > 1 ? 1 : 0;
        try
        {
            await Gate.WaitAsync(cancellationToken);
            if (Failures > 0)
            {
                Failures--;
                throw new FormatException("flush");
            }

            _flushed.Writer.TryWrite([.. events]);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public async Task<IEnumerable<int>> NextAsync() => await _flushed.Reader.ReadAsync(TestContext.Current.CancellationToken).DefaultTimeout();

    /// <summary>Gives what has been flushed by now and nobody has read.</summary>
    public int[][] Rest()
    {
        var rest = new List<int[]>();
        while (_flushed.Reader.TryRead(out var batch))
        {
            rest.Add(batch);
        }

        return [.. rest];
    }
}
