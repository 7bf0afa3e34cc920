using System.Net;
using Sockeye.Browser.Tests.Accounts;
using Sockeye.Browser.Tests.Orders;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>A disk without room: a database that may grow no more fails in the same way.</summary>
public sealed class FullDiskTests(Browser browser) : IDisposable
{
    private const string Full = "The server’s disk is full: this could not be stored.";
    private static readonly string LongText = new('x', 4000);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sockeye-");

    [Fact]
    public async Task What_finds_no_room_is_said_and_kept_by_the_page_for_later()
    {
        await using var first = await SampleProcess.StartAsync("Demo", data: _data.FullName);
        using var pair = await Pair.MeetAsync(first.Address);
        await pair.SayAsync(pair.Doctor, "stored before");
        await using var student = await ChatTab.OpenAsync(browser, first.Address, pair.Student, width: 360);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForAsync("#messages .theirs .text", "^stored before$");
        await first.KillAsync();

        await using (var full = await SampleProcess.StartAsync("Demo", first.Port, data: _data.FullName, settings: "--Data:MostBytes=1"))
        {
            await student.ConnectedAsync();
            Assert.Equal(Full, await Visitor.RefusedAsync(HttpStatusCode.InsufficientStorage, pair.Doctor.PostAsync(pair.Messages, new { temporaryId = "a", text = LongText })));
            await using var client = await ChatClient.ConnectAsync(full.Address, pair.Doctor);
            var refused = await client.AskAsync("sendMessage", new { pair.Room, temporaryId = "b", text = LongText });
            Assert.Equal("storage_full", refused["error"]!["code"]!.GetValue<string>());
            Assert.Equal(Full, refused["error"]!["detail"]!.GetValue<string>());
            Assert.Equal(["stored before"], await pair.StoredAsync()); // what is there can be read

            await student.SayAsync(LongText);
            await student.WaitForAsync("#messages .waiting[data-state=sending] .foot-line", "^Kept here and sent later: The server’s disk is full");
            await student.WaitForAsync("#announcements", "Kept here and sent later");
            await student.ScreenshotAsync("chat-full-disk-phone");
            Assert.Empty(await student.AuditAsync());
            Assert.Empty(await student.OverflowAsync());
            await full.WaitForOutputAsync("The disk is full: ");
            await full.KillAsync();
        }

        await using var roomy = await SampleProcess.StartAsync("Demo", first.Port, data: _data.FullName);
        await student.WaitForCountAsync("#messages .mine:is([data-state=sent], [data-state=delivered])", 1);
        Assert.Equal(["stored before", LongText], await pair.StoredAsync());
    }

    [Fact]
    public async Task What_was_promised_is_done_where_nothing_new_is_taken_any_more()
    {
        var promised = $"{Guid.NewGuid():n}@example.com";
        await using (var first = await SampleProcess.StartAsync("Demo", data: _data.FullName, settings: Shop.Quick))
        {
            using var shop = new Shop(first);
            await shop.PostAsync("/api/office/queues/mail/pause", "{}");
            await shop.PlaceAsync(Shop.Order(email: promised));
            await first.KillAsync();
        }

        await using var full = await SampleProcess.StartAsync("Demo", data: _data.FullName, settings: [.. Shop.Quick, Shop.ShortLease, "--Data:MostBytes=1"]);
        using var customer = new Shop(full);
        var status = HttpStatusCode.Created;
        for (var most = 500; most > 0 && status == HttpStatusCode.Created; most--)
        {
            (status, _) = await customer.PostAsync("/api/orders", Shop.Order().ToJsonString()); // some still find a place in pages that the file has
        }

        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        await customer.PostAsync("/api/office/queues/mail/resume", "{}");
        await Eventually.EqualsAsync(
            1, async () => (await customer.LettersAsync()).Count(letter => letter!.ToJsonString().Contains(promised, StringComparison.Ordinal)), Shop.Patience);
    }

    public void Dispose() => _data.Delete(recursive: true);
}
