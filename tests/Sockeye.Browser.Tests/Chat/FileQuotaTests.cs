using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Sockeye.Browser.Tests.Accounts;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>How much there may be of files: of one account, and of all together.</summary>
public sealed class FileQuotaTests
{
    private static readonly string Migration =
        Directory.EnumerateFiles(RepositoryRoot.PathOf("samples", "Demo", "Data", "Migrations"), "*-files.sql").Single();

    private static readonly byte[] Text = [.. Enumerable.Repeat((byte)'a', 1000)];

    [Fact]
    public async Task However_many_are_begun_at_once_an_account_has_no_more_files_than_it_may()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: "--Chat:Files:FilesPerAccount=3");
        using var pair = await Pair.MeetAsync(demo.Address);
        using var device = await pair.Student.OnAnotherDeviceAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async index =>
        {
            using var response = await (index % 2 == 0 ? device : pair.Student).PostAsync(FileSender.FilesOf(pair.Room), new { temporaryId = $"{index}", name = "a.txt", size = 1000 });
            return (response.StatusCode, Body: await Visitor.JsonAsync(response));
        }));

        var begun = answers.Where(static answer => answer.StatusCode == HttpStatusCode.OK).Select(static answer => FileSender.IdOf(answer.Body)).ToList();
        Assert.Equal(3, begun.Count);
        Assert.All(answers.Where(static answer => answer.StatusCode != HttpStatusCode.OK), static answer => AssertMet(
            answer.StatusCode, answer.Body, "You can have 3 files, and you have 3. Delete messages whose files nobody needs any more, or cancel uploads."));
        Assert.Equal("""{"files":3,"bytes":3000,"mostFiles":3,"mostBytes":262144000}""", (await pair.Student.GotAsync("/api/chat/files")).ToJsonString());
        Assert.Equal((0, 0), await FileSender.UsageAsync(pair.Doctor)); // whose conversation it is too

        // What has been begun goes on, and what is given back is there for another.
        await FileSender.PuttedAsync(pair.Student, begun[0], 0, Text);
        using (await pair.Student.DeleteAsync($"/api/chat/files/{begun[1]}"))
        {
        }

        await FileSender.SendAsync(pair.Student, pair, "b.txt", Text);
        Assert.Equal((3, 3000), await FileSender.UsageAsync(pair.Student));
        await Visitor.RefusedAsync(HttpStatusCode.Conflict, BeginAsync(pair, 1));
    }

    [Fact]
    public async Task Files_of_messages_count_until_the_message_is_deleted_and_go_from_the_disk_with_it()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: "--Chat:Files:BytesPerAccount=3000");
        using var pair = await Pair.MeetAsync(demo.Address);
        var message = await FileSender.SendAsync(pair.Student, pair, "a.txt", Text);
        await FileSender.SendAsync(pair.Student, pair, "b.txt", Text);

        using (var refused = await BeginAsync(pair, 1001))
        {
            AssertMet(refused.StatusCode, await Visitor.JsonAsync(refused), "Your files can have 2.9 KB: they have 2 KB, and this one has 1001 bytes. Delete messages whose files nobody needs any more, or cancel uploads.");
        }

        await FileSender.SendAsync(pair.Student, pair, "c.txt", Text); // to the last byte
        await FileSender.SendAsync(pair.Doctor, pair, "d.txt", Text); // of an account of its own
        await Visitor.RefusedAsync(HttpStatusCode.Conflict, BeginAsync(pair, 1));
        using (await pair.Student.DeleteAsync($"/api/chat/messages/{message["id"]}"))
        {
        }

        Assert.Equal((2, 2000), await FileSender.UsageAsync(pair.Student));
        using (var begun = await BeginAsync(pair, 1000))
        {
            Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        }

        await Eventually.EqualsAsync(3, () => Task.FromResult(FileSender.OnDisk(demo.Data).Length), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task The_server_keeps_no_more_than_it_may_of_everybody_together()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: "--Chat:Files:BytesInAll=2500");
        using var pair = await Pair.MeetAsync(demo.Address);
        using var others = await Pair.MeetAsync(demo.Address);
        var message = await FileSender.SendAsync(pair.Student, pair, "a.txt", Text);
        await FileSender.SendAsync(others.Student, others, "b.txt", Text);

        using (var refused = await BeginAsync(others, 501))
        {
            var problem = await Visitor.JsonAsync(refused);
            Assert.Equal((HttpStatusCode.InsufficientStorage, "storage_full"), (refused.StatusCode, problem["code"]!.GetValue<string>()));
            Assert.Equal("This server keeps 2.4 KB of files for everybody together, and there is no room for 501 bytes now.", problem["detail"]!.GetValue<string>());
        }

        using (await pair.Student.DeleteAsync($"/api/chat/messages/{message["id"]}"))
        {
        }

        // There is room again when the file has gone from the disk, which is at once and not with the next sweep.
        await Eventually.EqualsAsync(
            HttpStatusCode.OK,
            async () =>
            {
                using var begun = await BeginAsync(others, 1500);
                return begun.StatusCode;
            },
            TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Files_from_before_there_was_a_limit_count_and_what_a_killed_process_left_is_taken_away()
    {
        var data = Directory.CreateTempSubdirectory("sockeye-");
        await using var first = await SampleProcess.StartAsync("Demo", data: data.FullName);
        using var pair = await Pair.MeetAsync(first.Address);
        await first.KillAsync();
        using (var connection = Open(data))
        {
            // Back to the version before, and on to this one.
            Execute(connection, "drop table removed_files; drop table file_usage; drop trigger file_usage_of_new; drop trigger file_usage_of_removed");
            Execute(connection, Insert("old", 700));
            Execute(connection, await File.ReadAllTextAsync(Migration, TestContext.Current.CancellationToken));

            // Let go, and killed before it was taken from the disk.
            Execute(connection, Insert("left", 1));
            Execute(connection, "delete from files where id = 'left'");
            Assert.Equal(701L, Execute(connection, "select bytes from file_usage where owner = ''"));
            await File.WriteAllTextAsync(Path.Combine(data.FullName, "files", "left"), "x", TestContext.Current.CancellationToken);
        }

        await using (var second = await SampleProcess.StartAsync("Demo", first.Port, data: data.FullName))
        {
            await FileSender.WaitUntilNothingIsOnDiskAsync(data.FullName);
            Assert.Equal((1, 700), await FileSender.UsageAsync(pair.Student));
            using var connection = Open(data);
            await Eventually.EqualsAsync<object?>(
                700L, () => Task.FromResult(Execute(connection, "select bytes from file_usage where owner = ''")), TimeSpan.FromSeconds(40));
        }

        data.Delete(recursive: true);

        string Insert(string id, int size) =>
            $"""
            insert into files (id, room, owner, temporary_id, name, type, size, touched_at)
            values ('{id}', '{pair.Room}', '{pair.Student.Id}', '{id}', 'a.txt', 'text/plain', {size}, {long.MaxValue})
            """;
    }

    [Theory]
    [InlineData("BytesPerAccount=0")]
    [InlineData("FilesPerAccount=-1")]
    [InlineData("BytesInAll=0")]
    public async Task A_limit_that_is_none_is_refused_when_the_demo_starts(string setting)
    {
        var (exitCode, output) = await SampleProcess.RunAsync("Demo", "--urls=http://127.0.0.1:0", "--Chat:Files:" + setting);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("The limits in Chat:Files are numbers greater than 0.", output, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> BeginAsync(Pair pair, long size) =>
        pair.Student.PostAsync(FileSender.FilesOf(pair.Room), new { temporaryId = Pair.NewId(), name = "a.txt", size });

    private static void AssertMet(HttpStatusCode status, JsonNode problem, string detail)
    {
        Assert.Equal((HttpStatusCode.Conflict, "quota_met", detail), (status, problem["code"]!.GetValue<string>(), problem["detail"]!.GetValue<string>()));
        Assert.NotNull(problem["usage"]!["mostBytes"]);
    }

    private static SqliteConnection Open(DirectoryInfo data)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "demo.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
