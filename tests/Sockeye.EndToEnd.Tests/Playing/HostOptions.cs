using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>How the servers of a play are set up: what both kinds know, and what only Sockeye does.</summary>
internal sealed record HostOptions
{
    private const int CompressionThreshold = 16;

    public TimeSpan? PingInterval { get; init; }

    public TimeSpan? PingTimeout { get; init; }

    public int? MaxPayload { get; init; }

    public string? Path { get; init; }

    /// <summary>Gets whether clients of Socket.IO v2 are let in.</summary>
    public bool AllowEIO3 { get; init; }

    /// <summary>Gets whether server and client speak MessagePack.</summary>
    public bool UsesMessagePack { get; init; }

    /// <summary>Gets whether WebSockets compress what has more than a few bytes.</summary>
    public bool Compresses { get; init; }

    /// <summary>Gets whether clients that lose their connection come back to their sessions.</summary>
    public bool Recovers { get; init; }

    /// <summary>Gets whether Kestrel's connections are carried by our transport.</summary>
    public bool OwnTransport { get; init; }

    public Action<SocketServerOptions>? Configure { get; init; }

    /// <summary>Gets what is added to the application's services.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Gets what is added to the application in front of the server.</summary>
    public Action<WebApplication>? Pipeline { get; init; }

    /// <summary>Gets how many errors the server's log is to hold: failures of the test's own handlers.</summary>
    public int ErrorsExpected { get; init; }

    /// <summary>Gets what is done with the server before it starts, besides the handlers it always has.</summary>
    public Action<SocketServer, SockeyeHost>? Use { get; init; }

    public void ApplyTo(SocketServerOptions options)
    {
        options.PingInterval = PingInterval ?? options.PingInterval;
        options.PingTimeout = PingTimeout ?? options.PingTimeout;
        options.MaxPayload = MaxPayload ?? options.MaxPayload;
        options.Path = Path ?? options.Path;
        options.AllowEIO3 = AllowEIO3;
        options.Recovery = Recovers ? new RecoveryOptions() : null;
        if (UsesMessagePack)
        {
            options.UseMessagePack();
        }

        if (Compresses)
        {
            options.WebSocketCompression = new() { Threshold = CompressionThreshold };
        }

        Configure?.Invoke(options);
    }

    public JsonObject ToReference()
    {
        var options = new JsonObject();
        Add("pingInterval", PingInterval?.TotalMilliseconds);
        Add("pingTimeout", PingTimeout?.TotalMilliseconds);
        Add("maxHttpBufferSize", MaxPayload);
        Add("path", Path);
        Add<bool?>("allowEIO3", AllowEIO3 ? true : null);
        Add("parser", UsesMessagePack ? "msgpack" : null);
        if (Compresses)
        {
            options["perMessageDeflate"] = new JsonObject { ["threshold"] = CompressionThreshold };
        }

        if (Recovers)
        {
            options["connectionStateRecovery"] = new JsonObject();
        }

        return options;

        void Add<T>(string name, T? value)
        {
            if (value is not null)
            {
                options[name] = JsonValue.Create(value);
            }
        }
    }
}
