using System.Text.RegularExpressions;

namespace Sockeye.Server.Tests.Recovery;

/// <summary>A client by hand that knows the ids it was given.</summary>
internal sealed partial class RecoveringClient(WireClient wire) : IAsyncDisposable
{
    /// <summary>Gets the answer to CONNECT, where that was the first packet.</summary>
    public string Greeting { get; private set; } = string.Empty;

    public string SocketId => Id("sid");

    public string PrivateId => Id("pid");

    public Task SendAsync(string text) => wire.SendAsync(text);

    public async Task<string> ReceiveAsync()
    {
        var text = await wire.ReceiveAsync();
        if (Greeting.Length == 0 && text.Contains("\"sid\"", StringComparison.Ordinal))
        {
            Greeting = text;
        }

        return text;
    }

    public async Task GreetAsync() => Greeting = await ReceiveAsync();

    public ValueTask DisposeAsync() => wire.DisposeAsync();

    [GeneratedRegex("\"(sid|pid)\":\"([^\"]+)\"")]
    private static partial Regex Ids();

    private string Id(string name) => Ids().Matches(Greeting).Single(match => match.Groups[1].Value == name).Groups[2].Value;
}
