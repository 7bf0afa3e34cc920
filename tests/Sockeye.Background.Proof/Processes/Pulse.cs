using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Processes;

/// <summary>Writes down when this process did not get to run: nobody can do anything in time who is given no time.</summary>
internal sealed class Pulse(Journal journal, TimeSpan longest)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var beats = new PeriodicTimer(Beat, TimeProvider.System);
        var last = Journal.Now;
        while (await NextAsync(beats, cancellationToken))
        {
            var now = Journal.Now;
            if (TimeProvider.System.GetElapsedTime(last, now) > longest)
            {
                journal.Write($"stalled from={last} to={now}");
            }

            last = Journal.Now;
        }
    }

    private static async ValueTask<bool> NextAsync(PeriodicTimer beats, CancellationToken cancellationToken)
    {
        try
        {
            return await beats.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
