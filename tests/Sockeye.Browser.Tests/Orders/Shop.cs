using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>A customer of a running demo, who talks to its routes and has cookies of their own.</summary>
internal sealed class Shop : IDisposable
{
    public const string Roe = "salmon-roe";
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Settings with which what takes seconds for a visitor takes moments.</summary>
    public static readonly string[] Quick =
    [
        "--Work:FirstDelay=00:00:00.05", "--Work:MaxDelay=00:00:00.2", "--Sms:AnswerAfter=00:00:00.01", "--Sms:BreakDuration=00:00:00.5",
        "--Work:LeaseTime=00:00:30", "--Work:MaxAttempts=100",
    ];

    /// <summary>A setting for a process that will be killed: another takes over soon.</summary>
    public const string ShortLease = "--Work:LeaseTime=00:00:03";

    private readonly HttpClient _http;

    public Shop(SampleProcess demo) => _http = new HttpClient { BaseAddress = new Uri(demo.Address), Timeout = Patience };

    public static JsonObject Order(string product = Roe, int quantity = 1, string email = "ada@example.com") =>
        new() { ["productId"] = product, ["quantity"] = quantity, ["name"] = "Ada", ["email"] = email };

    /// <summary>Places an order that is expected to be taken.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> PlaceAsync(JsonObject? order = null)
    {
        var (status, answer) = await PostAsync("/api/orders", (order ?? Order()).ToJsonString());
        Assert.True(status == HttpStatusCode.Created, answer?.ToJsonString());
        return answer!["order"]!["number"]!.GetValue<long>();
    }

    public Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string path, string json, params IEnumerable<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, null, "application/json"), headers);

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(
        HttpMethod method, string path, HttpContent? content, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is true;
        return (response.StatusCode, isJson ? await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken) : null);
    }

    public async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken))!;

    /// <summary>Gets the states of an order's steps, by listener.</summary>
    public async Task<Dictionary<string, string>> StatesAsync(long number) =>
        (await GetAsync($"/api/orders/{number}"))["steps"]!.AsArray().ToDictionary(step => step!["listener"]!.GetValue<string>(), step => step!["state"]!.GetValue<string>());

    /// <summary>Waits until a step of an order is in a state.</summary>
    public Task WaitForStepAsync(long number, string listener, string state) =>
        Eventually.EqualsAsync(state, async () => (await StatesAsync(number))[listener], Patience);

    /// <summary>Waits until all steps of an order are done.</summary>
    public Task WaitUntilDoneAsync(long number) =>
        Eventually.EqualsAsync("completed", async () => string.Join(", ", (await StatesAsync(number)).Values.Distinct()), Patience);

    public async Task<long> CountAsync(string state) => (await GetAsync("/api/office/jobs/counts"))[state]!.GetValue<long>();

    public async Task<JsonArray> LettersAsync() => (await GetAsync("/api/mail"))["letters"]!.AsArray();

    public void Dispose() => _http.Dispose();
}
