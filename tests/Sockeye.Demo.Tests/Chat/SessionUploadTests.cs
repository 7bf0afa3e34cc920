using Demo.Accounts;
using Demo.Chat.Files;
using Microsoft.Extensions.Options;
using Sockeye.Demo.Tests.Data;

namespace Sockeye.Demo.Tests.Chat;

/// <summary>An upload that is not complete ends with its session, however that ends; one that was not sent, when its user logs out.</summary>
public sealed class SessionUploadTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_lapses_takes_what_it_had_begun_along_and_one_that_has_ended_begins_nothing()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(1);
        await file.AddGroupAsync("group:g", "a0");
        var accounts = new AccountStore(file.Database, file.Writer, Options.Create(new AccountOptions()), file.Time);
        var files = new FileStore(file.Database, file.Writer, new FileQuota(file.Database, Options.Create(new FileLimits())), new FileTurns(), file.Time);
        var lapses = (await accounts.BeginSessionAsync(accounts.FindByEmail("a0@example.com")!, Cancelled))!;
        var begun = (await files.BeginAsync("a0", lapses, "group:g", new NewFile("begun", "begun.txt", 10), Cancelled)).Value!;
        var complete = (await files.BeginAsync("a0", lapses, "group:g", new NewFile("complete", "complete.txt", 10), Cancelled)).Value!;
        Assert.True(await files.AdvanceAsync(files.FindOwn("a0", complete.Id)!, 10, ready: true));

        file.Time.Advance(new AccountOptions().SessionLifetime);
        Assert.Equal([lapses], await accounts.TakeLapsedSessionsAsync(Cancelled));

        Assert.Null(files.FindOwn("a0", begun.Id));
        Assert.NotNull(files.FindOwn("a0", complete.Id)); // a page may have it among what waits to be sent
        Assert.Equal(1, file.Ask<int>("select files from file_usage where owner = 'a0'"));
        Assert.Equal(begun.Id, file.Ask<string>("select id from removed_files"));

        // A request that was let in before.
        var late = await files.BeginAsync("a0", lapses, "group:g", new NewFile("late", "late.txt", 10), Cancelled);
        Assert.Equal((401, "logged_out"), (late.Problem?.Status, late.Problem?.Code));
        Assert.Equal(1, file.Ask<int>("select count(*) from files"));
    }

    [Fact]
    public async Task Who_logs_out_leaves_no_upload_either_that_was_complete_by_then_and_all_that_was_sent()
    {
        await using var file = await DemoFile.OpenAsync();
        await file.AddAccountsAsync(1);
        await file.AddGroupAsync("group:g", "a0");
        var accounts = new AccountStore(file.Database, file.Writer, Options.Create(new AccountOptions()), file.Time);
        var files = new FileStore(file.Database, file.Writer, new FileQuota(file.Database, Options.Create(new FileLimits())), new FileTurns(), file.Time);
        var (left, over) = (await BeginSessionAsync(), await BeginSessionAsync());
        var sent = await UploadAsync(left, "sent");
        await file.SayAsync("group:g", "a0", "with a file");
        await file.WriteAsync("update messages set file_id = @sent", new { sent });
        var complete = await UploadAsync(left, "complete");
        var elsewhere = await UploadAsync(over, "elsewhere");

        await accounts.EndSessionAsync(over, isLogOut: false, Cancelled); // another log-in took its place: a page may have it among what waits
        await accounts.EndSessionAsync(left, isLogOut: true, Cancelled);

        Assert.NotNull(files.FindOwn("a0", sent));
        Assert.NotNull(files.FindOwn("a0", elsewhere));
        Assert.Null(files.FindOwn("a0", complete));
        Assert.Equal(2, file.Ask<int>("select files from file_usage where owner = 'a0'"));
        Assert.Equal(complete, file.Ask<string>("select id from removed_files"));

        async Task<string> BeginSessionAsync() => (await accounts.BeginSessionAsync(accounts.FindByEmail("a0@example.com")!, Cancelled))!;

        async Task<string> UploadAsync(string session, string name)
        {
            var upload = (await files.BeginAsync("a0", session, "group:g", new NewFile(name, name + ".txt", 10), Cancelled)).Value!;
            Assert.True(await files.AdvanceAsync(files.FindOwn("a0", upload.Id)!, 10, ready: true));
            return upload.Id;
        }
    }
}
