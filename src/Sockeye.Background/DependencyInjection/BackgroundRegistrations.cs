namespace Sockeye.Background;

/// <summary>What has been said about an application's background events before its services are made.</summary>
internal sealed class BackgroundRegistrations
{
    public List<HostedListener> Listeners { get; } = [];

    public List<Action<BackgroundOptions>> Configurations { get; } = [];
}
