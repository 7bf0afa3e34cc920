using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Demo.Shell;

/// <summary>The demo behind a proxy, which says by headers for whom it asks and whether that was over TLS. Only those that are named are believed.</summary>
internal static class ProxyExtensions
{
    public static void AddProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProxyOptions>().Bind(builder.Configuration.GetSection("Proxy")).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidation>();
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>(static (headers, proxy) =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            headers.ForwardLimit = null; // from one known proxy to the one before it, up to the first that is not known
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var network in proxy.Value.Networks)
            {
                headers.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary>Takes what known proxies say. It stands in front of all that asks for addresses and schemes.</summary>
    public static void UseProxy(this WebApplication app)
    {
        // With no network in the list the framework would believe everybody.
        if (!string.IsNullOrWhiteSpace(app.Configuration["Proxy:Known"]))
        {
            app.UseForwardedHeaders();
        }
    }
}
