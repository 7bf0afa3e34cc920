using System.Text;
using System.Text.Json;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.SlowClients;

/// <summary>A connected polling client that reads only when the test says so.</summary>
internal sealed class IdlePoller : IDisposable
{
    private readonly HttpClient _http;
    private string _query = "EIO=4&transport=polling";

    private IdlePoller(Uri address) => _http = new HttpClient { BaseAddress = address };

    public static async Task<IdlePoller> ConnectAsync(RunningServer server)
    {
        var client = await OpenAsync(server.Address);
        await client.PostAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.PollAsync(), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Opens a session that is in no namespace yet.</summary>
    public static async Task<IdlePoller> OpenAsync(Uri address)
    {
        var client = new IdlePoller(address);
        var open = await client.PollAsync();
        client._query += "&sid=" + JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString();
        return client;
    }

    public Task<string> PollAsync() =>
        _http.GetStringAsync(new Uri($"/socket.io/?{_query}", UriKind.Relative), TestContext.Current.CancellationToken).DefaultTimeout();

    public async Task PostAsync(string payload)
    {
        using var content = new StringContent(payload, Encoding.UTF8, "text/plain");
        using var answer = await _http.PostAsync(new Uri($"/socket.io/?{_query}", UriKind.Relative), content, TestContext.Current.CancellationToken).DefaultTimeout();
    }

    public void Dispose() => _http.Dispose();
}
