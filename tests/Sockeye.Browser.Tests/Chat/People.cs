using System.Net;
using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>What somebody does about contacts by the routes, and what the state says of them.</summary>
internal static class People
{
    public const string Contacts = "/api/chat/contacts";

    public static Task<JsonNode> AskAsync(this Visitor visitor, Visitor other) => visitor.PostedAsync(Contacts, new { other.Email });

    public static Task<JsonNode> AcceptAsync(this Visitor visitor, Visitor other) => visitor.PostedAsync($"{Contacts}/requests/{other.Id}/accept", null);

    public static Task DeclineAsync(this Visitor visitor, Visitor other) => DoneAsync(visitor.PostAsync($"{Contacts}/requests/{other.Id}/decline", null));

    public static Task RemoveAsync(this Visitor visitor, Visitor other) => DoneAsync(visitor.DeleteAsync($"{Contacts}/{other.Id}"));

    public static Task<JsonNode> BlockAsync(this Visitor visitor, Visitor other) => visitor.PostedAsync(Contacts + "/blocked", new { account = other.Id });

    public static Task UnblockAsync(this Visitor visitor, Visitor other) => DoneAsync(visitor.DeleteAsync($"{Contacts}/blocked/{other.Id}"));

    public static Task WithdrawAsync(this Visitor visitor, string request) => DoneAsync(visitor.DeleteAsync($"{Contacts}/requests/{request}"));

    /// <summary>Gets the names of the contacts.</summary>
    public static Task<string[]> ContactsAsync(this Visitor visitor) => visitor.ListAsync("contacts", static person => person["name"]);

    /// <summary>Gets the names of who has asked.</summary>
    public static Task<string[]> ReceivedAsync(this Visitor visitor) => visitor.ListAsync("received", static request => request["from"]!["name"]);

    /// <summary>Gets the addresses, or the names, of who was asked.</summary>
    public static Task<string[]> SentAsync(this Visitor visitor) => visitor.ListAsync("sent", static request => request["email"] ?? request["name"]);

    public static Task<string[]> BlockedAsync(this Visitor visitor) => visitor.ListAsync("blocked", static person => person["name"]);

    /// <summary>Gets the id of the one request that was sent.</summary>
    public static async Task<string> SentIdAsync(this Visitor visitor) => Assert.Single(await visitor.ListAsync("sent", static request => request["id"]));

    /// <summary>Gets the id of the request to an address.</summary>
    public static async Task<string> FirstSentIdAsync(this Visitor visitor, string email) =>
        (await visitor.GotAsync("/api/chat/state"))["sent"]!.AsArray().First(request => request!["email"]?.GetValue<string>() == email)!["id"]!.GetValue<string>();

    /// <summary>Checks that an answer says that it is done, and nothing else.</summary>
    public static async Task DoneAsync(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static async Task<string[]> ListAsync(this Visitor visitor, string list, Func<JsonNode, JsonNode?> select) =>
        [.. (await visitor.GotAsync("/api/chat/state"))[list]!.AsArray().Select(entry => select(entry!)!.GetValue<string>())];
}
