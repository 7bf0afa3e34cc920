using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sockeye;
using Sockeye.Transport.Connections;
using Sockeye.Transport.Hosting;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Puts Sockeye's transport below Kestrel.</summary>
public static class SockeyeTransportWebHostBuilderExtensions
{
    /// <summary>
    /// Lets Kestrel's TCP connections be carried by Sockeye's transport on Linux. Everything above it, TLS included, stays as it is; on other systems,
    /// and for Unix sockets and named pipes, this changes nothing.
    /// </summary>
    /// <param name="builder">The web host.</param>
    /// <param name="configure">Changes the transport's settings.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// It saves a server whose cores are busy the switches between the thread that waits for sockets and those that work, and one system call of three
    /// per message. It reads with the same limits as Kestrel's own; its settings are in <see cref="EpollTransportOptions"/>, not in Kestrel's
    /// <c>SocketTransportOptions</c>.
    /// </remarks>
    public static IWebHostBuilder UseSockeyeTransport(this IWebHostBuilder builder, Action<EpollTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return !OperatingSystem.IsLinux() ? builder : builder.UseSockets().ConfigureServices(services => // its own for all that is not TCP
        {
            if (services.FirstOrDefault(static service => service.ImplementationType == typeof(EpollConnectionListenerFactory)) is { } earlier)
            {
                services.Remove(earlier);
            }

            services.AddSingleton<IConnectionListenerFactory, EpollConnectionListenerFactory>(); // Kestrel asks the last one first
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EpollTransportOptions>, EpollTransportOptionsValidation>());
            var options = services.AddOptions<EpollTransportOptions>().ValidateOnStart();
            if (configure is not null)
            {
                options.Configure(configure);
            }
        });
    }
}
