using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Chat;

public sealed class FilePageTests(Browser browser, DemoServer demo)
{
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
        Assert.Equal("Send a picture or a file", await student.FocusedAsync());
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

        await student.ChooseFileAsync("#file", file);

        await student.WaitForAsync("#toasts", "was not sent: Files of this type are not taken.");
        await student.WaitForCountAsync("#messages li", 0);
        File.Delete(file);
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

        await student.ChooseFileAsync("#file", file);
        await student.WaitForAsync("#messages .uploading .foot-line", "^([1-9]|[1-8][0-9]) %$");
        await server.KillAsync();
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
}
