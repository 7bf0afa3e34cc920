using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>Plays scenarios on Sockeye and, unless it is meant to differ, on the official server: both must leave the trace that is expected.</summary>
public abstract class PlayTests(Stage stage)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Gets whether Sockeye is to leave the same trace when our own transport carries it.</summary>
    private protected virtual bool AlsoOnOwnTransport => false;

    /// <summary>Plays on both servers.</summary>
    internal async Task PlayAsync(Play play, string expected)
    {
        await PlayOnSockeyeOnlyAsync(play, expected);
        var trace = await stage.PlayOnReferenceAsync(play, TestContext.Current.CancellationToken);
        AssertSame(expected, trace, "The official server", []);
    }

    internal Task PlayAsync(string scenario, Mode mode, string expected) => PlayAsync(new Play(scenario, mode), expected);

    /// <summary>Plays where Sockeye promises more than the official server does.</summary>
    internal async Task PlayOnSockeyeOnlyAsync(Play play, string expected)
    {
        await PlayOnSockeyeAsync(play, expected);
        if (AlsoOnOwnTransport)
        {
            await PlayOnSockeyeAsync(play with { Options = play.Options with { OwnTransport = true } }, expected);
        }
    }

    private async Task PlayOnSockeyeAsync(Play play, string expected)
    {
        await using var host = await SockeyeHost.StartAsync(play.Options);
        var trace = await stage.PlayOnSockeyeAsync(play, host, TestContext.Current.CancellationToken);
        AssertSame(expected, trace, "Sockeye", host.Errors);
        await host.IsLeftCleanAsync();
    }

    /// <summary>Plays on both servers, for what the tests of another codec or protocol revision expect already.</summary>
    internal async Task PlayTheSameAsync(Play play)
    {
        var trace = await stage.PlayOnReferenceAsync(play, TestContext.Current.CancellationToken);
        Assert.NotEmpty(trace!.AsArray());
        await PlayOnSockeyeOnlyAsync(play, trace.ToJsonString());
    }

    private static void AssertSame(string expected, JsonNode? trace, string who, IReadOnlyCollection<string> errors) => Assert.True(
        Show(JsonNode.Parse(expected)) == Show(trace),
        $"{who} left another trace than this:\n{Show(JsonNode.Parse(expected))}\nnamely:\n{Show(trace)}\n{string.Join('\n', errors)}");

    private static string Show(JsonNode? trace) => trace?.ToJsonString(Readable) ?? "null";
}
