namespace Sockeye.Background;

/// <summary>The listeners this application has.</summary>
internal sealed class ListenerTable(IReadOnlyList<HostedListener> listeners)
{
    public IReadOnlyList<HostedListener> All => listeners;
}
