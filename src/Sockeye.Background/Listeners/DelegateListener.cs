namespace Sockeye.Background;

/// <summary>A lambda or method.</summary>
internal sealed class DelegateListener<T>(string eventName, string name, Func<T, JobContext, Task> handler, BackgroundListenerOptions options)
    : HostedListener(eventName, name, options)
{
    public override Task RunAsync(Attempt attempt) => handler(Read<T>(attempt.Job, attempt.Json), attempt.Context);
}
