using System.Diagnostics;
using System.Text.Json;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Solution;

// The last line of test.sh: what it says decides whether a change is good.
public sealed class TallyTests : IDisposable
{
    private readonly DirectoryInfo _reports = Directory.CreateTempSubdirectory("sockeye-tally-");

    [Fact]
    public async Task All_reports_are_added_up()
    {
        Report("A.Tests", passed: 3);
        Report("B.Tests", passed: 4);

        Assert.Equal((0, "7 passed, 0 failed"), await TallyAsync("0", "A.Tests", "B.Tests"));
    }

    [Fact]
    public async Task A_failed_test_fails_the_run()
    {
        Report("A.Tests", passed: 3, failed: 2);

        Assert.Equal((1, "3 passed, 2 failed"), await TallyAsync("2", "A.Tests"));
    }

    [Fact]
    public async Task Skipped_tests_are_told()
    {
        Report("A.Tests", passed: 3, skipped: 1);

        Assert.Equal((0, "3 passed, 0 failed, 1 skipped"), await TallyAsync("0", "A.Tests"));
    }

    [Fact]
    public async Task A_project_without_a_report_counts_as_a_failure()
    {
        Report("A.Tests", passed: 3);

        Assert.Equal((1, "3 passed, 1 failed"), await TallyAsync("0", "A.Tests", "B.Tests"));
    }

    [Fact]
    public async Task A_project_that_ran_no_test_counts_as_a_failure()
    {
        Report("A.Tests");

        Assert.Equal((1, "0 passed, 1 failed"), await TallyAsync("0", "A.Tests"));
    }

    [Fact]
    public async Task A_report_that_breaks_off_counts_as_a_failure()
    {
        Report("A.Tests", passed: 3);
        await File.WriteAllTextAsync(Path.Combine(_reports.FullName, "broken.ctrf"), "{\"results\":", TestContext.Current.CancellationToken);

        Assert.Equal((1, "3 passed, 1 failed"), await TallyAsync("0", "A.Tests"));
    }

    [Fact]
    public async Task An_exit_code_nobody_accounts_for_counts_as_a_failure()
    {
        Report("A.Tests", passed: 3);

        Assert.Equal((1, "3 passed, 1 failed"), await TallyAsync("7", "A.Tests"));
    }

    [Fact]
    public async Task A_run_without_projects_is_no_success() => Assert.Equal((1, "0 passed, 1 failed"), await TallyAsync("0"));

    public void Dispose() => _reports.Delete(recursive: true);

    private void Report(string project, int passed = 0, int failed = 0, int skipped = 0)
    {
        var results = new
        {
            extra = new { suites = new[] { new { filePath = $"bin/{project}.dll", errors = Array.Empty<object>() } } },
            summary = new { tests = passed + failed + skipped, passed, failed, skipped },
            tests = Enumerable.Range(0, failed).Select(static i => new { name = $"failure {i}", status = "failed" }),
        };
        File.WriteAllText(Path.Combine(_reports.FullName, $"{project}.ctrf"), JsonSerializer.Serialize(new { results }));
    }

    private async Task<(int ExitCode, string LastLine)> TallyAsync(string exitCode, params string[] projects)
    {
        await using var tally = new ChildProcess(new ProcessStartInfo(
            "node", [RepositoryRoot.PathOf("tests", "tally.mjs"), _reports.FullName, exitCode, .. projects.Select(static project => $"tests/{project}/{project}.csproj")]));
        var lastLine = await tally.ReadUntilAsync(" passed, ", TestContext.Current.CancellationToken);
        return (await tally.FinishAsync(TestContext.Current.CancellationToken), lastLine);
    }
}
