using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>A student and a psychiatrist who are each other's contacts, and their conversation.</summary>
internal sealed class Pair : IDisposable
{
    private Pair(string address, Visitor student, Visitor doctor)
    {
        Address = address;
        Student = student;
        Doctor = doctor;
    }

    public string Address { get; }

    public Visitor Student { get; }

    public Visitor Doctor { get; }

    public string Room { get; private set; } = "";

    /// <summary>Gets the path of the page with their conversation open.</summary>
    public string Page => $"/chat/?room={Uri.EscapeDataString(Room)}";

    public string Messages => $"/api/chat/rooms/{Room}/messages";

    public static async Task<Pair> MeetAsync(string address)
    {
        var pair = new Pair(address, await Visitor.SignUpAsync(address, "Sam Student"), await Visitor.SignUpAsync(address, "Dr. Pat Psyche", "psychiatrist"));
        await BecomeContactsAsync(pair.Student, pair.Doctor);
        await using var client = await ChatClient.ConnectAsync(address, pair.Student);
        var joined = await client.AskAsync("join_chat", new { contact = pair.Doctor.Id });
        pair.Room = joined["room"]!["name"]!.GetValue<string>();
        return pair;
    }

    /// <summary>Lets one ask another, who accepts.</summary>
    public static async Task BecomeContactsAsync(Visitor one, Visitor other)
    {
        await one.PostedAsync("/api/chat/contacts", new { other.Email });
        await other.PostedAsync($"/api/chat/contacts/requests/{one.Id}/accept", null);
    }

    /// <summary>Sends by POST what must be taken.</summary>
    public Task<JsonNode> SayAsync(Visitor sender, string text, string? temporaryId = null) =>
        sender.PostedAsync(Messages, new { temporaryId = temporaryId ?? NewId(), text });

    /// <summary>Sends by event what must be stored.</summary>
    public async Task<JsonNode> SayAsync(ChatClient sender, string text)
    {
        var answer = await sender.AskAsync("sendMessage", new { room = Room, temporaryId = NewId(), text });
        Assert.True(answer["error"] is null, $"sendMessage: {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>Gets the texts that are stored, the oldest first.</summary>
    public async Task<string[]> StoredAsync() =>
        [.. (await Doctor.GotAsync(Messages + "?limit=100"))["messages"]!.AsArray().Select(static message => message!["text"]!.GetValue<string>())];

    public static string NewId() => Guid.NewGuid().ToString();

    public void Dispose()
    {
        Student.Dispose();
        Doctor.Dispose();
    }
}
