using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Chat;

public sealed class FilePageTests(Browser browser, DemoServer demo)
{
    private const string Chunks = "/api/chat/files/";

    [Fact]
    public async Task A_picture_is_sent_and_seen()
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await using var student = await ChatTab.OpenAsync(browser, pair.Address, pair.Student);
        await using var doctor = await ChatTab.OpenAsync(browser, pair.Address, pair.Doctor);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await doctor.OpenRoomAsync("Sam Student");
        var folder = RepositoryRoot.PathOf("artifacts", "screenshots");
        await student.ScreenshotAsync("chat-before-picture");

        await student.ChooseFileAsync("#file", Path.Combine(folder, "chat-before-picture.png"));

        await doctor.WaitForCountAsync("#messages .theirs img[alt='chat-before-picture.png']", 1);
        await student.WaitForCountAsync("#messages .mine img", 1);
        await student.WaitForCountAsync("#messages .waiting", 0);
        Assert.Equal("1280", await doctor.EvaluateAsync("(async image => { await image.decode(); return image.naturalWidth; })(document.querySelector('#messages img'))"));
        await doctor.ScreenshotAsync("chat-picture-desktop-light");
        Assert.Empty(await doctor.AuditAsync());
        Assert.Empty(await student.ProblemsAsync());
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData("Space")]
    public async Task A_file_is_chosen_and_sent_by_keyboard_alone(string key)
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await using var student = await ChatTab.OpenAsync(browser, pair.Address, pair.Student);
        await using var doctor = await ChatTab.OpenAsync(browser, pair.Address, pair.Doctor);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await doctor.OpenRoomAsync("Sam Student");
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.txt");
        await File.WriteAllTextAsync(file, "chosen by keyboard", TestContext.Current.CancellationToken);

        await student.LookAtAsync();
        await student.TabToAsync("Send a picture or a file");
        await student.ChooseFileByAsync(key, file);

        await student.WaitForAsync("#messages .mine:is([data-state=delivered], [data-state=read]) .file b", $"^{Path.GetFileName(file)}$");
        await doctor.WaitForAsync("#messages .theirs .file b", $"^{Path.GetFileName(file)}$");
        var message = Assert.Single((await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray())!;
        using var got = await pair.Doctor.GetAsync($"/api/chat/files/{message["file"]!["id"]}");
        Assert.Equal("chosen by keyboard", await got.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await student.WaitForFocusAsync("Send a picture or a file");
        Assert.Empty(await student.ProblemsAsync());
        File.Delete(file);
    }

    [Fact]
    public async Task What_is_not_taken_is_said()
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await using var student = await ChatTab.OpenAsync(browser, pair.Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.html");
        await File.WriteAllTextAsync(file, "<p>hello", TestContext.Current.CancellationToken);

        await student.WatchAsync("#toasts");
        await student.ChooseFileAsync("#file", file);

        await student.WaitForWatchedAsync("was not sent: Files of this type are not taken.");
        await student.WaitForCountAsync("#messages li", 0);
        File.Delete(file);
    }

    [Fact]
    public async Task A_quota_that_is_met_is_said_and_what_was_not_sent_is_tried_again_when_there_is_room()
    {
        await using var own = await SampleProcess.StartAsync("Demo", settings: [.. DemoServer.ManyLogIns, "--Chat:Files:BytesPerAccount=3000"]);
        using var pair = await Pair.MeetAsync(own.Address);
        await using var student = await ChatTab.OpenAsync(browser, own.Address, pair.Student, width: 360);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.ChooseFileAsync("#file", await FileAsync(own.Data, "first.txt", 2000));
        await student.WaitForAsync("#messages .mine[data-state=sent] .file b", "^first.txt$");

        await student.ChooseFileAsync("#file", await FileAsync(own.Data, "second.txt", 2500));

        await student.WaitForAsync("#messages .failed .foot-line", "^Not sent: Your files can have 2.9 KB: they have 2 KB, and this one has 2.4 KB. Delete messages");
        Assert.Empty(await student.OverflowAsync());
        Assert.Empty(await student.AuditAsync());
        await student.ScreenshotAsync("chat-quota-phone-light");
        await student.ClickAsync("button", "Delete “first.txt”");
        await student.ClickOnAsync("#delete-confirm");
        await student.WaitForAsync("#messages .deleted", "deleted");
        await student.TabToAsync("Try again second.txt");
        await student.PressAsync("Enter");
        await student.WaitForAsync("#messages .mine[data-state=sent] .file b", "^second.txt$");
        await student.WaitForCountAsync("#messages .waiting", 0);

        // The list of conversations has how much there is.
        await student.ClickAsync("button", "Back to the conversations");
        await student.WaitForAsync("#storage", "^Your files: 1 of 500, 2 KB of 3 KB$");
        Assert.Empty(await student.AuditAsync());
        Assert.Empty(await student.OverflowAsync());
    }

    [Fact]
    public async Task What_is_cancelled_leaves_nothing_behind()
    {
        await using var own = await SampleProcess.StartAsync("Demo", settings: DemoServer.ManyLogIns);
        using var pair = await Pair.MeetAsync(own.Address);
        await using var student = await ChatTab.OpenAsync(browser, own.Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        var file = await FileAsync(own.Data, "long lecture.txt", 20 * 1024 * 1024);

        await BeginAsync(student, file);
        await student.FocusAsync("#messages .uploading .cancel");
        await student.PressAsync("Enter");

        await student.WaitForCountAsync("#messages li", 0);
        await student.ReleaseAsync(Chunks);
        await Eventually.EqualsAsync((0, 0), () => FileSender.UsageAsync(pair.Student), TimeSpan.FromSeconds(40));
        await FileSender.WaitUntilNothingIsOnDiskAsync(own.Data);

        // The same without a line: the server is told when that is back.
        await BeginAsync(student, file);
        await student.SetOfflineAsync(true);
        await student.ReleaseAsync(Chunks);
        await student.WaitForAsync("#messages .uploading .foot-line", "goes on when the server can be reached$");
        await student.ClickAsync("button", "Cancel long lecture.txt");
        await student.WaitForCountAsync("#messages li", 0);
        Assert.Equal((1, 20 * 1024 * 1024), await FileSender.UsageAsync(pair.Student));
        await student.SetOfflineAsync(false);
        await Eventually.EqualsAsync((0, 0), () => FileSender.UsageAsync(pair.Student), TimeSpan.FromSeconds(40));

        // And for who leaves the page, or loads it anew: no file outlives it.
        await BeginAsync(student, file);
        await student.GoToAsync(own.Address + "/hello/");
        await student.ReleaseAsync(Chunks);
        await Eventually.EqualsAsync((0, 0), () => FileSender.UsageAsync(pair.Student), TimeSpan.FromSeconds(40));
        Assert.Empty((await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray());
    }

    [Fact]
    public async Task An_upload_goes_on_when_the_line_is_back()
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await using var student = await ChatTab.OpenAsync(browser, pair.Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");

        await BeginAsync(student, await FileAsync(demo.Process.Data, "offline.txt", 20 * 1024 * 1024));
        await student.SetOfflineAsync(true);
        await student.ReleaseAsync(Chunks);
        await student.WaitForAsync("#messages .uploading .foot-line", "^[1-9][0-9]? % · goes on when the server can be reached$");
        Assert.Empty(await student.AuditAsync());
        await student.SetOfflineAsync(false);

        await student.WaitForAsync("#messages .mine[data-state=sent] .file b", "^offline.txt$");
        var message = Assert.Single((await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray())!;
        using var got = await pair.Doctor.GetAsync($"/api/chat/files/{message["file"]!["id"]}");
        Assert.Equal(Text(20 * 1024 * 1024), await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_large_upload_shows_how_far_it_is_and_goes_on_after_the_server_was_killed()
    {
        await using var server = await MortalDemo.StartAsync();
        using var pair = await Pair.MeetAsync(server.Address);
        await using var student = await ChatTab.OpenAsync(browser, server.Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        var file = Path.Combine(server.Data, "long lecture.pdf");
        byte[] content = [.. "%PDF-"u8, .. new byte[(20 * 1024 * 1024) - 5]];
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);

        await BeginAsync(student, file);
        await server.KillAsync();
        await student.ReleaseAsync(Chunks);
        var parts = Directory.EnumerateFiles(Path.Combine(server.Data, "files")).Sum(static part => new FileInfo(part).Length);
        Assert.InRange(parts, 1, content.Length - 1);
        await student.WaitForAsync("#connection[data-state=away]", ".");
        await student.ScreenshotAsync("chat-upload-desktop-light");
        Assert.Empty(await student.AuditAsync());
        await server.StartAgainAsync();

        await student.WaitForAsync("#messages .mine[data-state=sent] .file b", "^long lecture.pdf$");
        await student.WaitForCountAsync("#messages .waiting", 0);
        var message = Assert.Single((await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray())!;
        using var got = await pair.Doctor.GetAsync($"/api/chat/files/{message["file"]!["id"]}");
        Assert.Equal(content, await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Begins an upload, and waits until a part of it is there: the next part does not go out until the requests for chunks are released.</summary>
    private static async Task BeginAsync(Tab tab, string file)
    {
        await tab.InterceptAsync(Chunks, "stall", "PUT", after: 1);
        await tab.ChooseFileAsync("#file", file);
        await tab.WaitForAsync("#messages .uploading .foot-line", "^[1-9][0-9]? %$");
        await tab.WaitForInterceptedAsync(Chunks);
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(static index => (byte)('a' + (index / 7 % 26)))];

    private static async Task<string> FileAsync(string folder, string name, int length)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllBytesAsync(path, Text(length), TestContext.Current.CancellationToken);
        return path;
    }
}
