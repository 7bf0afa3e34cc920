using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Browser.Tests;

/// <summary>The demo that the tests share.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    [field: MaybeNull]
    public SampleProcess Process { get => field ?? throw new InvalidOperationException("The demo has not started."); private set; }

    public async ValueTask InitializeAsync() => Process = await SampleProcess.StartAsync("Demo");

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
