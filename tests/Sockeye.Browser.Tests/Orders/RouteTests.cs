using System.Net;
using System.Text.Json.Nodes;

namespace Sockeye.Browser.Tests.Orders;

/// <summary>What the routes of the shop say to what they cannot take: a problem that names what is wrong.</summary>
public sealed class RouteTests(DemoServer demo)
{
    private const string Good = """{"productId":"salmon-roe","quantity":1,"name":"Ada","email":"ada@example.com"}""";

    public static TheoryData<string, string, int, string> BadBodies => new()
    {
        { "/api/orders", "", 400, "Send a body" },
        { "/api/orders", "null", 400, "Send a body" },
        { "/api/orders", "{", 400, "not the JSON" },
        { "/api/orders", "[]", 400, "not the JSON" },
        { "/api/orders", """{"quantity":"one"}""", 400, "$.quantity" },
        { "/api/orders", """{"quantity":1e99}""", 400, "$.quantity" },
        { "/api/orders", """{"name":7}""", 400, "$.name" },
        { "/api/orders", "{}", 400, "Choose a product." },
        { "/api/orders", Good.Replace("salmon-roe", "whale"), 400, "There is no product “whale”." },
        { "/api/orders", Good.Replace("1,", "0,"), 400, "Order 1 to 20 of a product." },
        { "/api/orders", Good.Replace("1,", "-1,"), 400, "Order 1 to 20 of a product." },
        { "/api/orders", Good.Replace("1,", "21,"), 400, "Order 1 to 20 of a product." },
        { "/api/orders", Good.Replace("Ada", "  "), 400, "Say who you are." },
        { "/api/orders", Good.Replace("Ada", new string('a', 81)), 400, "at most 80 characters" },
        { "/api/orders", Good.Replace("Ada", "Ada\\nBcc: all@example.com"), 400, "one line of text" },
        { "/api/orders", Good.Replace("ada@example.com", ""), 400, "Enter an e-mail address." },
        { "/api/orders", Good.Replace("ada@example.com", "ada"), 400, "not an e-mail address" },
        { "/api/orders", Good.Replace("ada@example.com", "Ada <ada@example.com>"), 400, "not an e-mail address" },
        { "/api/orders", Good.Replace("ada@example.com", "ada@example.com\\r\\nBcc: b@example.com"), 400, "not an e-mail address" },
        { "/api/orders", Good.Replace("ada@example.com", "a@example.com, b@example.com"), 400, "not an e-mail address" },
        { "/api/orders", Good.Replace("ada@example.com", new string('a', 300) + "@example.com"), 400, "at most 254 characters" },
        { "/api/orders", Good.Replace("Ada", new string('a', 20_000)), 413, "larger than this route takes" },
        { "/api/sms/gateway", "{}", 400, "Say true or false." },
        { "/api/sms/gateway", """{"isFailing":"yes"}""", 400, "$.isFailing" },
        { "/api/office/jobs/987654321/replay", "{}", 404, "There is no job 987654321." },
        { "/api/office/jobs/one/replay", "{}", 404, "Not Found" },
        { "/api/office/queues/none/pause", "{}", 404, "There is no queue “none”; there are mail, sms, stock, schedules." },
        { "/api/office/queues/none/resume", "{}", 404, "There is no queue “none”" },
        { "/api/office/queues/mail/stop", "{}", 404, "Not Found" },
        { "/api/office/products/salmon-roe/restock", "", 400, "Send a body" },
        { "/api/office/products/salmon-roe/restock", "{}", 400, "A delivery brings 1 to 1000." },
        { "/api/office/products/salmon-roe/restock", """{"quantity":1001}""", 400, "A delivery brings 1 to 1000." },
        { "/api/office/products/whale/restock", """{"quantity":1}""", 404, "There is no product “whale”." },
        { "/api/birthdays/people", "", 400, "Send a body" },
        { "/api/birthdays/people", Person(name: ""), 400, "one line of 1 to 80 characters" },
        { "/api/birthdays/people", Person(name: "Ada\\u0000"), 400, "one line of 1 to 80 characters" },
        { "/api/birthdays/people", Person(email: "ada"), 400, "not an e-mail address" },
        { "/api/birthdays/people", Person(birthDate: "31.12.1990"), 400, "year-month-day" },
        { "/api/birthdays/people", Person(birthDate: "1990-02-30"), 400, "year-month-day" },
        { "/api/birthdays/people", Person(birthDate: "9999-01-01"), 400, "in the last 130 years" },
        { "/api/birthdays/people", Person(birthDate: "1700-01-01"), 400, "in the last 130 years" },
        { "/api/birthdays/people", Person(timeZone: ""), 400, "Europe/Berlin" },
        { "/api/birthdays/people", Person(timeZone: "Europe/Atlantis"), 400, "Europe/Berlin" },
        { "/api/birthdays/people", Person(timeZone: "../../etc/passwd"), 400, "Europe/Berlin" },
        { "/api/birthdays/run", "", 400, "Send a body" },
        { "/api/birthdays/run", "{}", 404, "Nobody lives in the time zone “”." },
        { "/api/birthdays/run", """{"timeZone":"Antarctica/Troll"}""", 404, "Nobody lives in the time zone “Antarctica/Troll”." },
        { "/sms-gateway/messages", """{"to":"1","text":"x"}""", 401, "Authorization: Bearer" },
    };

    public static TheoryData<string, int, string> BadAddresses => new()
    {
        { "/api/orders/1", 404, "You have no order 1." },
        { "/api/orders/one", 404, "Not Found" },
        { "/api/office/jobs?state=odd", 400, "A state is one of waiting, running, completed, dead, cancelled." },
        { "/api/office/jobs?state=3", 400, "A state is one of" },
        { "/api/office/jobs?state=", 400, "A state is one of" },
        { "/api/mail/none.eml", 404, "There is no letter “none”." },
        { "/api/mail/..%2f..%2fdemo.db.eml", 404, "" },
        { "/api/nothing", 404, "Not Found" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task What_cannot_be_taken_is_refused_with_the_reason(string path, string body, int status, string reason)
    {
        using var shop = new Shop(demo.Process);

        var (answered, problem) = await shop.PostAsync(path, body);

        AssertProblem(status, reason, answered, problem);
    }

    [Theory]
    [MemberData(nameof(BadAddresses))]
    public async Task What_is_not_there_is_said(string path, int status, string reason)
    {
        using var shop = new Shop(demo.Process);

        var (answered, problem) = await shop.SendAsync(HttpMethod.Get, path, content: null);

        AssertProblem(status, reason, answered, problem);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_an_order_is_said_at_once()
    {
        using var shop = new Shop(demo.Process);

        var (_, problem) = await shop.PostAsync("/api/orders", """{"productId":"whale","quantity":0,"name":"","email":""}""");

        Assert.Equal(["email", "name", "productId", "quantity"], problem!["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var shop = new Shop(demo.Process);

        var (status, problem) = await shop.PostAsync("/api/orders", Good, ("Idempotency-Key", key));

        AssertProblem(400, "1 to 64 characters of ASCII", status, problem);
    }

    [Fact]
    public async Task Only_JSON_is_taken()
    {
        using var shop = new Shop(demo.Process);

        var (status, problem) = await shop.SendAsync(HttpMethod.Post, "/api/orders", new FormUrlEncodedContent([new("productId", "salmon-roe")]));

        AssertProblem(415, "Send the body as application/json.", status, problem);
    }

    [Fact]
    public async Task Who_is_not_there_cannot_be_removed_and_a_verb_that_is_none_is_refused()
    {
        using var shop = new Shop(demo.Process);

        var (status, problem) = await shop.SendAsync(HttpMethod.Delete, "/api/birthdays/people/987654321", content: null);
        AssertProblem(404, "There is no person 987654321.", status, problem);
        (status, problem) = await shop.SendAsync(HttpMethod.Delete, "/api/orders", content: null);
        AssertProblem(405, "", status, problem);
    }

    [Fact]
    public async Task Only_dead_letters_can_be_replayed()
    {
        using var shop = new Shop(demo.Process);
        var number = await shop.PlaceAsync();
        await shop.WaitUntilDoneAsync(number);
        var job = (await shop.GetAsync("/api/office/jobs")).AsArray().First(job => job!["subject"]?.GetValue<string>() == $"order {number}")!["id"]!.GetValue<long>();

        var (status, problem) = await shop.PostAsync($"/api/office/jobs/{job}/replay", "{}");

        AssertProblem(409, $"Job {job} is completed: only a dead letter can be replayed.", status, problem);
    }

    private static string Person(string name = "Ada", string email = "ada@example.com", string birthDate = "1990-12-31", string timeZone = "Europe/Berlin") =>
        $$"""{"name":"{{name}}","email":"{{email}}","birthDate":"{{birthDate}}","timeZone":"{{timeZone}}"}""";

    private static void AssertProblem(int status, string reason, HttpStatusCode answered, JsonNode? problem)
    {
        Assert.NotNull(problem);
        Assert.Equal(status, (int)answered);
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        var said = string.Join(' ', new[] { problem["title"], problem["detail"] }.Select(text => text?.GetValue<string>())
            .Concat(problem["errors"]?.AsObject().SelectMany(error => error.Value!.AsArray()).Select(text => text!.GetValue<string>()) ?? []));
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }
}
