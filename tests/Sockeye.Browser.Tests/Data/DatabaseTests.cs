using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Sockeye.Browser.Tests.Accounts;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Data;

/// <summary>The demo's file, from one version of the program to the next.</summary>
public sealed class DatabaseTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sockeye-");

    private static string[] Migrations => [.. Directory.EnumerateFiles(RepositoryRoot.PathOf("samples", "Demo", "Data", "Migrations")).Order()];

    [Fact]
    public async Task A_file_of_an_older_version_is_brought_up_to_this_one_with_what_is_in_it()
    {
        Execute(await File.ReadAllTextAsync(Migrations[0], TestContext.Current.CancellationToken));
        Execute(await File.ReadAllTextAsync(Migrations[1], TestContext.Current.CancellationToken));
        Execute(
            """
            insert into accounts values ('0123', 'old@example.com', 'Old Hand', 'student', '', 1), ('4567', 'older@example.com', 'Older Hand', 'student', '', 1);
            insert into contacts values ('0123', '4567', 1), ('4567', '0123', 1);
            pragma user_version = 2
            """);

        await using (var demo = await SampleProcess.StartAsync("Demo", data: _data.FullName))
        {
            using var visitor = await Visitor.SignUpAsync(demo.Address);
            await visitor.PostedAsync("/api/chat/contacts", new { email = "old@example.com" });
        }

        Assert.Equal(Migrations.Length, Version());
        Assert.Equal(2, Count("contacts where account_id in ('0123', '4567')"));
        Assert.Equal(1, Count("contact_requests where email = 'old@example.com'"));
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart_and_who_was_logged_in_still_is()
    {
        await using var first = await SampleProcess.StartAsync("Demo", data: _data.FullName);
        using var visitor = await Visitor.SignUpAsync(first.Address);
        await first.KillAsync();
        await using var second = await SampleProcess.StartAsync("Demo", first.Port, data: _data.FullName);

        Assert.Equal(visitor.Id, (await visitor.GotAsync("/api/account"))["id"]!.GetValue<string>());
        await Visitor.RefusedAsync(HttpStatusCode.Conflict, visitor.PostAsync("/api/students/sign-up", new { name = "A", visitor.Email, Visitor.Password }));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_left_alone_and_said_in_a_sentence()
    {
        Execute("pragma user_version = 99");

        var (exitCode, output) = await SampleProcess.RunAsync("Demo", "--urls=http://127.0.0.1:0", "--Data:Folder=" + _data.FullName);

        Assert.Equal(1, exitCode);
        Assert.Contains($"has version 99, and this program knows versions up to {Migrations.Length}: start a newer program", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(99, Version());
    }

    [Fact]
    public void Migrations_are_numbered_without_gaps() =>
        Assert.Equal(
            Enumerable.Range(1, Migrations.Length).Select(static number => number.ToString("000", CultureInfo.InvariantCulture)),
            Migrations.Select(static path => Path.GetFileName(path)[..3]));

    public void Dispose() => _data.Delete(recursive: true);

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private int Version() => Number("pragma user_version");

    private int Count(string what) => Number("select count(*) from " + what);

    private int Number(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_data.FullName, "demo.db"), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
