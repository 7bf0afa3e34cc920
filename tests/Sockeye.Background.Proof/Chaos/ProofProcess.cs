using System.Diagnostics;
using Sockeye.Background.Proof.Processes;
using Sockeye.TestKit;

namespace Sockeye.Background.Proof.Chaos;

/// <summary>A process of the run. What it writes to its standard output goes to the journal.</summary>
internal sealed class ProofProcess : IAsyncDisposable
{
    private readonly ChildProcess _child;

    public ProofProcess(ProofOptions options, string role, string journal)
    {
        var words = new ProcessOptions(role, options.Store, options.Connection, options.Broken, options.Seed, options.Lease, journal).Words();
        var program = Path.Combine(AppContext.BaseDirectory, "Sockeye.Background.Proof.dll");
        _child = new ChildProcess(new ProcessStartInfo("sh", ["-c", "journal=$1; shift; exec \"$@\" >> \"$journal\"", "sh", journal, "dotnet", "exec", program, .. words])
        {
            Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_TieredPGO"] = "0" },
        });
    }

    public int Pid => _child.Id;

    public bool HasEnded => _child.HasEnded;

    /// <summary>Gets what it has said of errors.</summary>
    public string Errors => _child.Errors;

    public Task TellAsync(string line, CancellationToken cancellationToken) => _child.WriteLineAsync(line, cancellationToken);

    public Task<int> FinishAsync(CancellationToken cancellationToken) => _child.FinishAsync(cancellationToken);

    public ValueTask DisposeAsync() => _child.DisposeAsync();
}
