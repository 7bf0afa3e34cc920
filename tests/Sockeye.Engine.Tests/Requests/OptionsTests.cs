using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sockeye.Engine.Tests.Requests;

public class OptionsTests
{
    public static TheoryData<string, Action<EngineOptions>> Faults() => new()
    {
        { "PingInterval", static options => options.PingInterval = TimeSpan.FromMilliseconds(49) },
        { "PingTimeout", static options => options.PingTimeout = TimeSpan.FromDays(21) },
        { "UpgradeTimeout", static options => options.UpgradeTimeout = TimeSpan.Zero },
        { "SlowClientTimeout", static options => options.SlowClientTimeout = TimeSpan.FromSeconds(-1) },
        { "MaxPayload", static options => options.MaxPayload = 0 },
        { "MaxPayload", static options => options.MaxPayload = int.MaxValue },
        { "MaxPacketsPerPayload", static options => options.MaxPacketsPerPayload = 0 },
        { "MaxFragmentsPerMessage", static options => options.MaxFragmentsPerMessage = 0 },
        { "MaxSessions", static options => options.MaxSessions = 0 },
        { "OutboundBufferBytes", static options => (options.OutboundBufferBytes, options.OutboundRoomBytes) = (0, 0) },
        { "OutboundBufferPackets", static options => options.OutboundBufferPackets = 0 },
        { "OutboundRoomBytes", static options => options.OutboundRoomBytes = options.OutboundBufferBytes + 1 },
        { "Transports", static options => options.Transports = EngineTransports.None },
        { "Transports", static options => options.Transports = (EngineTransports)8 },
        { "Cookie.Name", static options => options.Cookie = new EngineCookie { Name = "a b" } },
        { "Cookie.Path", static options => options.Cookie = new EngineCookie { Path = "/; HttpOnly" } },
        { "HttpCompression.Threshold", static options => options.HttpCompression = new HttpCompressionOptions { Threshold = -1 } },
        { "Cors", static options => options.Cors = new CorsPolicy { SupportsCredentials = true, Origins = { "*" } } },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_value_out_of_bounds_is_named(string name, Action<EngineOptions> fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var options = new EngineOptions();
        Assert.Empty(EngineOptionsValidation.Validate(options));

        fault(options);

        Assert.Contains(EngineOptionsValidation.Validate(options), message => message.StartsWith(name, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => new EngineServer(options, static _ => throw new InvalidOperationException(), TimeProvider.System, NullLoggerFactory.Instance));
    }
}
