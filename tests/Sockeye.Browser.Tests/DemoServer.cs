using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Browser.Tests;

/// <summary>The demo that the tests share. All log in from one address, more often than people do.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    internal static readonly string[] ManyLogIns =
    [
        "--Accounts:AttemptsPerAddress=10000", "--Accounts:AttemptsPerAccount=10000", "--Accounts:AttemptsByStrangers=10000", "--Accounts:SignUpsPerAddress=10000",
    ];

    [field: MaybeNull]
    public SampleProcess Process { get => field ?? throw new InvalidOperationException("The demo has not started."); private set; }

    public async ValueTask InitializeAsync() => Process = await SampleProcess.StartAsync("Demo", settings: ManyLogIns);

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
