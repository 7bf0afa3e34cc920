using System.Net;
using System.Text;
using System.Text.Json;

namespace Sockeye.Engine.Tests.Support;

/// <summary>A polling client in the raw: a test makes each request itself.</summary>
internal sealed class PollingClient
{
    private readonly EngineHost _host;

    private PollingClient(EngineHost host, string sid, RecordingHandler handler)
    {
        _host = host;
        Sid = sid;
        Handler = handler;
    }

    public string Sid { get; }

    public RecordingHandler Handler { get; }

    public string Query => $"EIO=4&transport=polling&sid={Sid}";

    public static async Task<PollingClient> OpenAsync(EngineHost host)
    {
        var open = await host.Http.GetStringAsync(new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken).DefaultTimeout();
        var sid = JsonDocument.Parse(open[1..]).RootElement.GetProperty("sid").GetString()!;
        return new PollingClient(host, sid, host.Sessions.Single(handler => handler.Session.Id == sid));
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync()
    {
        using var answer = await _host.Http.GetAsync(new Uri($"/engine.io/?{Query}", UriKind.Relative), TestContext.Current.CancellationToken).DefaultTimeout();
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string payload, string contentType = "text/plain")
    {
        using var content = new StringContent(payload, Encoding.UTF8, contentType);
        using var answer = await _host.Http.PostAsync(new Uri($"/engine.io/?{Query}", UriKind.Relative), content, TestContext.Current.CancellationToken).DefaultTimeout();
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends a GET and waits until the engine holds it.</summary>
    public async Task<Task<(HttpStatusCode Status, string Body)>> PollAsync()
    {
        var poll = GetAsync();
        await Eventually.TrueAsync(() => Handler.Session.IsWritable || poll.IsCompleted);

        return poll;
    }
}
