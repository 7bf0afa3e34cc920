using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Processes;

/// <summary>Works until its input ends.</summary>
internal static class Worker
{
    public static async Task RunAsync(ProcessOptions options, Journal journal)
    {
        using var host = ProofHost.Build(options, journal);
        using var end = new CancellationTokenSource();
        var pulse = new Pulse(journal, options.Lease / 100).RunAsync(end.Token);
        await host.StartAsync(CancellationToken.None);
        journal.Write($"working");
        await Console.In.ReadToEndAsync();
        await host.StopAsync(CancellationToken.None);
        await end.CancelAsync();
        await pulse;
        journal.Write($"stopped");
    }
}
