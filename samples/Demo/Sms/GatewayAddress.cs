using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Demo.Sms;

/// <summary>Where the gateway takes messages: as the settings say, or at the demo's own address.</summary>
internal sealed class GatewayAddress(SmsSettings settings, IServer server, IHostApplicationLifetime lifetime)
{
    /// <summary>Gets the address, as soon as the demo listens there: jobs of a former run begin before that.</summary>
    public async Task<Uri> WhenReadyAsync(CancellationToken cancellationToken)
    {
        if (settings.Gateway is { } gateway)
        {
            return gateway;
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
        return new Uri(OwnAddress(), "/sms-gateway/messages");
    }

    private Uri OwnAddress()
    {
        var address = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var isAnyHost = address.Host is "+" or "*" or "[::]" or "0.0.0.0";
        return new UriBuilder(address.Scheme, isAnyHost ? "localhost" : address.Host, address.Port).Uri;
    }
}
