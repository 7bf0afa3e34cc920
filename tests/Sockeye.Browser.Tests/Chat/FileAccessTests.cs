using System.Net;
using System.Net.Http.Headers;
using Sockeye.Browser.Tests.Accounts;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>Who gets a file, and as what.</summary>
public sealed class FileAccessTests(DemoServer demo)
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7"u8, .. new byte[100]];

    private string Address => demo.Process.Address;

    [Fact]
    public async Task Who_has_left_a_group_gets_its_files_no_more_and_who_came_later_gets_none_of_before()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var later = await Visitor.SignUpAsync(Address, "Lee Later");
        await Pair.BecomeContactsAsync(pair.Student, later);
        var group = await pair.Student.PostedAsync("/api/chat/rooms", new { temporaryId = Pair.NewId(), title = "Three", members = new[] { pair.Doctor.Id } });
        var room = group["name"]!.GetValue<string>();
        var before = await SendAsync(pair.Student, room, "before.pdf", Pdf);
        await pair.Student.PostedAsync($"/api/chat/rooms/{room}/members", new { contact = later.Id });
        var after = await SendAsync(pair.Student, room, "after.pdf", Pdf);
        string tag;
        using (var got = await pair.Doctor.GetAsync(before))
        {
            Assert.Equal(HttpStatusCode.OK, got.StatusCode);
            tag = got.Headers.ETag!.Tag;
        }

        await Visitor.RefusedAsync(HttpStatusCode.NotFound, later.GetAsync(before));
        using (var got = await later.GetAsync(after))
        {
            Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        }

        using (await pair.Doctor.DeleteAsync($"/api/chat/rooms/{room}/members/me"))
        {
        }

        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Doctor.GetAsync(before));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Doctor.GetAsync(after));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, IfChangedAsync(pair.Doctor, before, tag)); // nor what the browser has of it
    }

    [Fact]
    public async Task A_browser_keeps_a_file_but_asks_each_time_whether_it_may_be_seen()
    {
        using var pair = await Pair.MeetAsync(Address);
        var file = await SendAsync(pair.Student, pair.Room, "a.png", FileSender.Png);
        using var got = await pair.Doctor.GetAsync(file);

        Assert.Equal("no-cache, private", got.Headers.CacheControl!.ToString());
        Assert.Equal("same-origin", Assert.Single(got.Headers.GetValues("Cross-Origin-Resource-Policy")));
        using (var again = await IfChangedAsync(pair.Doctor, file, got.Headers.ETag!.Tag))
        {
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }

        await pair.Doctor.PostAsync("/api/log-out", null);
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, IfChangedAsync(pair.Doctor, file, got.Headers.ETag.Tag));
    }

    [Fact]
    public async Task Who_goes_on_with_a_file_that_was_sent_keeps_it_from_nobody()
    {
        using var pair = await Pair.MeetAsync(Address);
        var file = await SendAsync(pair.Student, pair.Room, "a.pdf", Pdf);
        using var held = new HeldChunk(new byte[10]);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{file}?offset={Pdf.Length}") { Content = held };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true; // so that nothing of the chunk is sent where the answer needs none

        var refused = Visitor.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, pair.Student.Http.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal($"The file was to have {Pdf.Length} bytes, and this is more.", await refused.DefaultTimeout());
        using var got = await pair.Doctor.GetAsync(file);
        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
    }

    [Theory]
    [InlineData("a.png", "inline", "image/png")]
    [InlineData("a.pdf", "attachment", "application/pdf")]
    [InlineData("a.txt", "attachment", "text/plain; charset=utf-8")]
    [InlineData("a.csv", "attachment", "text/plain; charset=utf-8")]
    [InlineData("\"; filename=evil.html; x=\".pdf", "attachment", "application/pdf")]
    public async Task Only_pictures_are_shown_and_nothing_runs_as_a_page(string name, string disposition, string type)
    {
        using var pair = await Pair.MeetAsync(Address);
        byte[] content = name.EndsWith("png", StringComparison.Ordinal) ? FileSender.Png
            : name.EndsWith("pdf", StringComparison.Ordinal) ? Pdf : [.. "<script>alert(1)</script>"u8];
        using var got = await pair.Doctor.GetAsync(await SendAsync(pair.Student, pair.Room, name, content));

        Assert.Equal(type, got.Content.Headers.ContentType!.ToString());
        Assert.Equal(disposition, got.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(name, got.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", Assert.Single(got.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(got.Headers.GetValues("Content-Security-Policy")));
    }

    [Theory]
    [InlineData("bill\u202Efdp.txt")] // which looks like billtxt.pdf
    [InlineData("bill\u2067fdp.txt")]
    [InlineData("bill\u0000.txt")]
    [InlineData("bill\n.txt")]
    [InlineData("")]
    public async Task A_name_that_hides_something_is_refused(string name)
    {
        using var pair = await Pair.MeetAsync(Address);

        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.PostAsync(FileSender.FilesOf(pair.Room), new { temporaryId = "t", name, size = 10 }));
    }

    [Fact]
    public async Task Nobody_who_is_not_logged_in_gets_anywhere()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var nobody = new Visitor(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        var upload = FileSender.IdOf(await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", 10));

        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.GetAsync("/api/chat/files"));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync(FileSender.FilesOf(pair.Room), new { temporaryId = "t", name = "a.txt", size = 10 }));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, FileSender.PutAsync(nobody, upload, 0, new byte[10]));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, stranger.GetAsync($"/api/chat/files/{upload}"));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Student.GetAsync($"/api/chat/files/{upload}")); // not even its owner, before it is sent
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Student.GetAsync("/api/chat/files/..%2F..%2Fdemo.db"));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Student, "..%2F..%2Fdemo.db", 0, new byte[10]));
    }

    private static async Task<string> SendAsync(Visitor visitor, string room, string name, byte[] content)
    {
        var upload = await FileSender.UploadAsync(visitor, room, name, content);
        await visitor.PostedAsync($"/api/chat/rooms/{room}/messages", new { temporaryId = Pair.NewId(), fileId = FileSender.IdOf(upload) });
        return $"/api/chat/files/{FileSender.IdOf(upload)}";
    }

    private static async Task<HttpResponseMessage> IfChangedAsync(Visitor visitor, string file, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, file) { Headers = { IfNoneMatch = { new EntityTagHeaderValue(tag) } } };
        return await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
