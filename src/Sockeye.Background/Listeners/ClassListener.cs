using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.Background;

/// <summary>A class that is made for each attempt.</summary>
internal sealed class ClassListener<T, TListener>(string eventName, string name, BackgroundListenerOptions options) : HostedListener(eventName, name, options)
    where TListener : class, IBackgroundListener<T>
{
    public override Type Class => typeof(TListener);

    public override Task RunAsync(Attempt attempt)
    {
        var payload = Read<T>(attempt.Job, attempt.Json);
        return attempt.Services.GetRequiredService<TListener>().HandleAsync(payload, attempt.Context, attempt.CancellationToken);
    }
}
