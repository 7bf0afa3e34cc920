using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

public sealed class FileRouteTests(DemoServer demo)
{
    private const int ChunkSize = FileSender.ChunkSize;
    private static readonly byte[] Png = FileSender.Png;

    private string Address => demo.Process.Address;

    [Fact]
    public async Task A_file_comes_in_chunks_and_goes_to_the_members_of_its_conversation()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        byte[] content = [.. "%PDF-1.7"u8, .. new byte[(2 * ChunkSize) + 77]];
        Random.Shared.NextBytes(content.AsSpan(8));

        var upload = await FileSender.UploadAsync(pair.Student, pair.Room, "Ärztlicher Befund.pdf", content);
        var file = $"/api/chat/files/{upload["id"]}";
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Doctor.GetAsync(file)); // not sent yet
        var message = await pair.Student.PostedAsync(pair.Messages, new { temporaryId = "with-file", fileId = upload["id"] });
        Assert.Equal(message["file"]!["id"]!.GetValue<string>(), (await doctor.NextAsync("newMessage"))["file"]!["id"]!.GetValue<string>());

        using var got = await pair.Doctor.GetAsync(file);
        Assert.Equal(content, await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/pdf", got.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", got.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Ärztlicher Befund.pdf", got.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(got.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(got.Headers.GetValues("X-Content-Type-Options")));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, stranger.GetAsync(file));
        using var nobody = new Visitor(Address);
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.GetAsync(file));

        // A part of it, as players and broken downloads ask.
        using var request = new HttpRequestMessage(HttpMethod.Get, file) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var part = await pair.Doctor.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(content[10..20], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        using (await pair.Student.DeleteAsync($"/api/chat/messages/{message["id"]}"))
        {
        }

        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Doctor.GetAsync(file));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Student.GetAsync(file));
    }

    [Fact]
    public async Task A_picture_is_shown_and_a_file_is_sent_once()
    {
        using var pair = await Pair.MeetAsync(Address);
        var upload = await FileSender.UploadAsync(pair.Student, pair.Room, "photo.PNG", Png);
        var message = new { temporaryId = "p", text = "look", fileId = upload["id"]!.GetValue<string>() };

        await pair.Student.PostedAsync(pair.Messages, message);
        await pair.Student.PostedAsync(pair.Messages, message);
        await Visitor.RefusedAsync(HttpStatusCode.UnprocessableEntity, pair.Student.PostAsync(pair.Messages, message with { temporaryId = "q" }));
        await Visitor.RefusedAsync(HttpStatusCode.UnprocessableEntity, pair.Doctor.PostAsync(pair.Messages, message with { temporaryId = "q" }));
        using var got = await pair.Doctor.GetAsync($"/api/chat/files/{upload["id"]}");

        Assert.Equal("image/png", got.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", got.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task An_upload_that_broke_off_goes_on_where_it_was()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var device = await pair.Student.OnAnotherDeviceAsync();
        byte[] content = [.. Png, .. new byte[2 * ChunkSize]];
        const int First = FileSender.SmallestChunk;
        var begin = new { temporaryId = "resumed", name = "a.png", size = content.Length };
        var path = $"/api/chat/rooms/{pair.Room}/files";
        var upload = await pair.Student.PostedAsync(path, begin);
        var id = upload["id"]!.GetValue<string>();
        Assert.Equal(ChunkSize, upload["chunkSize"]!.GetValue<int>());
        using (await FileSender.PutAsync(pair.Student, id, 0, content.AsMemory(0, First)))
        {
        }

        var again = await pair.Student.PostedAsync(path, begin);
        Assert.Equal(id, again["id"]!.GetValue<string>());
        Assert.Equal(First, again["received"]!.GetValue<int>());
        Assert.Equal(
            $"The next chunk begins at {First}, this one begins at {2 * First}.",
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, FileSender.PutAsync(pair.Student, id, 2 * First, content.AsMemory(0, First))));
        await Visitor.RefusedAsync(HttpStatusCode.UnprocessableEntity, pair.Student.PostAsync(pair.Messages, new { temporaryId = "x", fileId = id })); // not complete
        using (var last = await FileSender.PutAsync(device, id, First, content.AsMemory(First, ChunkSize)))
        {
            Assert.False((await Visitor.JsonAsync(last))["ready"]!.GetValue<bool>());
        }

        using (var last = await FileSender.PutAsync(pair.Student, id, First + ChunkSize, content.AsMemory(First + ChunkSize)))
        {
            Assert.True((await Visitor.JsonAsync(last))["ready"]!.GetValue<bool>());
        }

        await pair.Student.PostedAsync(pair.Messages, new { temporaryId = "x", fileId = id });
        using var got = await pair.Doctor.GetAsync($"/api/chat/files/{id}");
        Assert.Equal(content, await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"name":"a.png","size":10}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","size":10}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":"../a.png","size":10}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":"a\\b.png","size":10}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":"a\u0007.png","size":10}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":".png","size":10}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":"a.png"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":"a.png","size":-1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":"a.png","size":"many"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"temporaryId":"t","name":"a.png","size":20971521}""", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("""{"temporaryId":"t","name":"a.svg","size":10}""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{"temporaryId":"t","name":"a.html","size":10}""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{"temporaryId":"t","name":"a.png.exe","size":10}""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{"temporaryId":"t","name":"png","size":10}""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    public async Task An_upload_that_cannot_be_is_refused_before_it_begins(string body, HttpStatusCode status)
    {
        using var pair = await Pair.MeetAsync(Address);

        await Visitor.RefusedAsync(status, pair.Student.PostTextAsync($"/api/chat/rooms/{pair.Room}/files", body));
    }

    [Theory]
    [InlineData("page.png", "<html><script>alert(1)</script></html>")]
    [InlineData("page.jpg", "<svg xmlns='x'/>")]
    [InlineData("page.pdf", "MZ program")]
    [InlineData("page.docx", "not a zip")]
    [InlineData("page.txt", "text with a \0 in it")]
    public async Task A_file_that_is_not_what_its_name_says_is_refused(string name, string content)
    {
        using var pair = await Pair.MeetAsync(Address);
        var bytes = Encoding.UTF8.GetBytes(content);
        var upload = await FileSender.BeginAsync(pair.Student, pair.Room, name, bytes.Length);

        Assert.Equal(
            $"What is in this file is not what its name says: {name}.",
            await Visitor.RefusedAsync(HttpStatusCode.UnprocessableEntity, FileSender.PutAsync(pair.Student, upload["id"]!.GetValue<string>(), 0, bytes)));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Student, upload["id"]!.GetValue<string>(), 0, bytes));
    }

    [Fact]
    public async Task Chunks_that_do_not_fit_are_refused()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        var upload = await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", 100);
        var id = upload["id"]!.GetValue<string>();

        await Visitor.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, FileSender.PutAsync(pair.Student, id, 0, new byte[ChunkSize + 1]));
        await Visitor.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, FileSender.PutAsync(pair.Student, id, 0, new byte[101]));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, FileSender.PutAsync(pair.Student, id, 0, ReadOnlyMemory<byte>.Empty));
        await Visitor.RefusedAsync(HttpStatusCode.Conflict, FileSender.PutAsync(pair.Student, id, 50, new byte[10]));
        await Visitor.RefusedAsync(HttpStatusCode.Conflict, FileSender.PutAsync(pair.Student, id, -1, new byte[10]));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(stranger, id, 0, new byte[10]));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Doctor, id, 0, new byte[10]));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Student, "no-such-file", 0, new byte[10]));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.Http.PutAsync($"/api/chat/files/{id}?offset=x", new ByteArrayContent(new byte[1]), TestContext.Current.CancellationToken));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.Http.PutAsync($"/api/chat/files/{id}", new ByteArrayContent(new byte[1]), TestContext.Current.CancellationToken));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, stranger.PostAsync($"/api/chat/rooms/{pair.Room}/files", new { temporaryId = "t", name = "a.txt", size = 1 }));
        Assert.Equal(0, (await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", 100, upload["temporaryId"]?.GetValue<string>() ?? "other"))["received"]!.GetValue<int>());
    }

    [Fact]
    public async Task Nobody_fills_the_disk_with_files_that_are_never_sent()
    {
        using var pair = await Pair.MeetAsync(Address);
        foreach (var _ in Enumerable.Range(0, 10))
        {
            await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", 100);
        }

        var refusal = Visitor.RefusedAsync(
            HttpStatusCode.Conflict, pair.Student.PostAsync($"/api/chat/rooms/{pair.Room}/files", new { temporaryId = "t", name = "a.txt", size = 1 }));

        Assert.StartsWith("You have 10 uploads that are not sent", await refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_gone_on_with_lapses_and_its_owner_is_told()
    {
        var data = Directory.CreateTempSubdirectory("sockeye-");
        await using (var own = await SampleProcess.StartAsync("Demo", data: data.FullName, settings: ["--Chat:UploadLifetime=00:00:00", "--Chat:SweepInterval=00:00:00.2"]))
        {
            using var pair = await Pair.MeetAsync(own.Address);
            await using var client = await ChatClient.ConnectAsync(own.Address, pair.Student);

            var upload = await FileSender.BeginAsync(pair.Student, pair.Room, "a.txt", 100, "lapsing");

            var expired = await client.NextAsync("upload_expired");
            Assert.Equal("lapsing", expired["temporaryId"]!.GetValue<string>());
            await Visitor.RefusedAsync(HttpStatusCode.NotFound, FileSender.PutAsync(pair.Student, upload["id"]!.GetValue<string>(), 0, new byte[100]));
            await FileSender.WaitUntilNothingIsOnDiskAsync(data.FullName);
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Large_files_take_no_memory_of_the_server()
    {
        await using var own = await SampleProcess.StartAsync("Demo", settings: DemoServer.ManyLogIns);
        using var pair = await Pair.MeetAsync(own.Address);
        byte[] content = [.. Png, .. new byte[(20 * 1024 * 1024) - Png.Length]];
        await FileSender.UploadAsync(pair.Student, pair.Room, "warm-up.png", content);
        var before = own.PeakMemory;

        // 160 MB, eight files of 20 MB at once.
        var uploads = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => FileSender.UploadAsync(pair.Student, pair.Room, $"{index}.png", content)));

        Assert.All(uploads, static upload => Assert.True(upload["ready"]!.GetValue<bool>()));
        var grown = (own.PeakMemory - before) / 1024 / 1024;
        TestContext.Current.TestOutputHelper?.WriteLine($"8 files of 20 MB at once: the peak of resident memory grew by {grown} MB, from {before / 1024 / 1024} MB");
        Assert.InRange(grown, 0, 40);
    }
}
