namespace Sockeye.Repository.Tests.Sources;

public sealed class SourceRulesTests
{
    [Theory]
    [InlineData("await Task.Delay(100);", true)]
    [InlineData("await Task.Delay(1_000, cancellationToken);", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1));", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);", true)]
    [InlineData("Thread.Sleep(10);", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);", false)]
    [InlineData("await Task.Delay(left, _time);", false)]
    public void Waiting_by_the_clock_of_the_machine_is_found(string line, bool isFound) => Assert.Equal(isFound, SourceRules.Sleep().IsMatch(line));

    [Theory]
    [InlineData("try { } catch { }", true)]
    [InlineData("catch (IOException)\n{\n}", true)]
    [InlineData("catch (IOException exception) when (exception.HResult == 1) { }", true)]
    [InlineData("catch (IOException)\n{\n    // The peer has gone: that is what was wanted.\n}", false)]
    [InlineData("catch (IOException exception)\n{\n    Log(exception);\n}", false)]
    public void An_empty_catch_is_found(string code, bool isFound) => Assert.Equal(isFound, SourceRules.EmptyCatch().IsMatch(code));

    [Theory]
    [InlineData("var file = \"/home/me/file\";", true)]
    [InlineData("cd /mnt/project", true)]
    [InlineData(@"C:\Users\me", true)]
    [InlineData("GET /socket.io/socket.io.js", false)]
    [InlineData("../home/page", false)]
    public void A_path_of_one_machine_is_found(string line, bool isFound) => Assert.Equal(isFound, SourceRules.MachinePath().IsMatch(line));

    [Theory]
    [InlineData("npm config set x packages.somewhere.com", true)]
    [InlineData("registry.somewhere.org/thing", true)]
    [InlineData("http.api.Request", false)]
    [InlineData("socket.io.js", false)]
    public void A_host_that_packages_come_from_is_found(string line, bool isFound) => Assert.Equal(isFound, SourceRules.PackageHost().IsMatch(line));

    [Theory]
    [InlineData("    #region Fields", true)]
    [InlineData("// the #region directive", false)]
    public void A_region_is_found(string line, bool isFound) => Assert.Equal(isFound, SourceRules.Region().IsMatch(line));

    [Theory]
    [InlineData("[Fact(Skip = \"later\")]", true)]
    [InlineData("Assert.Skip(\"no server\");", true)]
    [InlineData("bytes.Skip(3)", false)]
    public void A_skipped_test_is_found(string line, bool isFound) => Assert.Equal(isFound, SourceRules.Skip().IsMatch(line));

    [Theory]
    [InlineData("// TODO: finish", true)]
    [InlineData("throw new NotImplementedException();", true)]
    [InlineData("Do the rest", false)]
    public void Unfinished_work_is_found(string line, bool isFound) => Assert.Equal(isFound, SourceRules.LeftWork().IsMatch(line));

    [Theory]
    [InlineData("https://packages.somewhere.com/feed", false)]
    [InlineData("http://localhost:3000/", true)]
    [InlineData("wss://[::1]:80/", true)]
    [InlineData("https://chat.example.com", true)]
    [InlineData("https://notexample.com", false)]
    [InlineData("https://www.rfc-editor.org/rfc/rfc6455", true)]
    public void A_site_is_known_by_its_whole_name(string address, bool isKnown) =>
        Assert.Equal(isKnown, KnownSites.IsKnown(SourceRules.Url().Match(address).Groups["host"].Value));
}
