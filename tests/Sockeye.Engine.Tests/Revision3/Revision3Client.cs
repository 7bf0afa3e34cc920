using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Revision3;

/// <summary>A polling client of protocol revision 3 in the raw: a test makes each request itself.</summary>
internal sealed class Revision3Client
{
    private readonly EngineHost _host;
    private readonly string _query;

    private Revision3Client(EngineHost host, string query, string sid)
    {
        _host = host;
        _query = query;
        Sid = sid;
        Handler = host.Sessions.Single(handler => handler.Session.Id == sid);
    }

    public string Sid { get; }

    public RecordingHandler Handler { get; }

    public static Task<EngineHost> StartHostAsync(Action<EngineOptions>? configure = null, TimeProvider? time = null) => EngineHost.StartAsync(
        options =>
        {
            options.AllowEIO3 = true;
            configure?.Invoke(options);
        },
        time);

    /// <summary>Opens a session; <paramref name="query"/> is what the client adds to each request.</summary>
    public static async Task<Revision3Client> OpenAsync(EngineHost host, string query = "", string revision = "EIO=3")
    {
        var (_, _, body) = await GetAsync(host, $"{revision}&transport=polling{query}");
        var text = Encoding.UTF8.GetString(body).Replace("\\\"", "\"", StringComparison.Ordinal);
        var json = text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)];
        return new Revision3Client(host, $"{revision}&transport=polling{query}", JsonDocument.Parse(json).RootElement.GetProperty("sid").GetString()!);
    }

    /// <summary>Polls: the type of what comes, and it, in hexadecimal if it is bytes.</summary>
    public async Task<string> PollAsync()
    {
        var (_, type, body) = await GetAsync(_host, $"{_query}&sid={Sid}");
        return type == "application/octet-stream" ? Convert.ToHexStringLower(body) : Encoding.UTF8.GetString(body);
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(byte[] body, string contentType = "text/plain;charset=UTF-8")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var answer = await _host.Http.PostAsync(
            new Uri($"/engine.io/?{_query}&sid={Sid}", UriKind.Relative), content, TestContext.Current.CancellationToken).DefaultTimeout();
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<(HttpStatusCode Status, string Body)> PostAsync(string text) => PostAsync(Encoding.UTF8.GetBytes(text));

    public static async Task<(HttpStatusCode Status, string? Type, byte[] Body)> GetAsync(EngineHost host, string query)
    {
        using var answer = await host.Http.GetAsync(new Uri($"/engine.io/?{query}", UriKind.Relative), TestContext.Current.CancellationToken).DefaultTimeout();
        return (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
