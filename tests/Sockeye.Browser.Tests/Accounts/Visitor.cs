using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Sockeye.Browser.Tests.Accounts;

/// <summary>Somebody who uses the demo's routes without a browser, with cookies of their own.</summary>
internal sealed class Visitor(string address) : IDisposable
{
    public const string Password = "correct horse";

    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };
    private HttpClient? _http;

    /// <summary>Gets the account, once signed up or logged in.</summary>
    public JsonNode Account { get; private set; } = new JsonObject();

    public string Id => Account["id"]!.GetValue<string>();

    public string Email => Account["email"]!.GetValue<string>();

    public string Name => Account["name"]!.GetValue<string>();

    public string Cookies => _handler.CookieContainer.GetCookieHeader(new Uri(address));

    public HttpClient Http => _http ??= new HttpClient(_handler) { BaseAddress = new Uri(address) };

    /// <summary>Signs somebody new up.</summary>
    public static async Task<Visitor> SignUpAsync(string address, string name = "Robin Vale", string kind = "student")
    {
        var visitor = new Visitor(address);
        using var response = await visitor.PostAsync($"/api/{kind}s/sign-up", new { name, email = $"{Guid.NewGuid():n}@example.com", password = Password });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        visitor.Account = await JsonAsync(response);
        return visitor;
    }

    /// <summary>Logs another device of the same account in.</summary>
    public async Task<Visitor> OnAnotherDeviceAsync()
    {
        var other = new Visitor(address);
        using var response = await other.PostAsync($"/api/{Account["kind"]}s/log-in", new { Email, Password });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        other.Account = await JsonAsync(response);
        return other;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body) => Http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostTextAsync(string path, string body, string type = "application/json") =>
        Http.PostAsync(path, new StringContent(body, Encoding.UTF8, type), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> DeleteAsync(string path) => Http.DeleteAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Posts what must succeed.</summary>
    public async Task<JsonNode> PostedAsync(string path, object? body)
    {
        using var response = await PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Gets what must be there.</summary>
    public async Task<JsonNode> GotAsync(string path)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Checks that an answer is a problem in JSON.</summary>
    /// <returns>What it says to its user.</returns>
    public static async Task<string> RefusedAsync(HttpStatusCode status, Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{response.RequestMessage!.RequestUri}: {response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        return problem["errors"] is JsonObject errors
            ? string.Join(' ', errors.Select(field => $"{field.Key}: {field.Value![0]}"))
            : (problem["detail"] ?? problem["title"])!.GetValue<string>();
    }

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;

    public void Dispose()
    {
        _http?.Dispose();
        _handler.Dispose();
    }
}
