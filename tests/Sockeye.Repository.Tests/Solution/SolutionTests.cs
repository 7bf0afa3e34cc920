using System.Xml.Linq;
using Sockeye.Repository.Tests.Sources;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Solution;

public sealed class SolutionTests
{
    private static readonly string[] Projects = [.. SourceTree.Files.Where(static path => path.EndsWith(".csproj", StringComparison.Ordinal))];

    [Fact]
    public void Every_project_is_in_the_solution_and_in_order() =>
        Assert.Equal(Projects.Order(StringComparer.Ordinal), XDocument.Load(RepositoryRoot.PathOf("Sockeye.slnx")).Descendants("Project").Select(static project => project.Attribute("Path")!.Value));

    [Fact]
    public void Every_project_has_locked_its_packages() =>
        Violations.None(Projects.Where(static path => !SourceTree.Files.Contains($"{Path.GetDirectoryName(path)}/packages.lock.json")));

    // test.sh expects a report of each tests/*.Tests/*.csproj: a test project anywhere else could be forgotten without a word.
    [Fact]
    public void Every_test_project_lies_where_the_test_command_looks()
    {
        var withTests = SourceTree.CSharpFiles.Where(static path => SourceTree.Read(path).Contains("[Fact]", StringComparison.Ordinal))
            .Select(static path => path.Split('/')).Select(static parts => (Folder: parts[0], Project: parts[1])).Distinct();

        // A specification's tests run where an implementation's test class derives it.
        Violations.None(withTests.Where(static found =>
            found.Folder != "tests" || !(found.Project.EndsWith(".Tests", StringComparison.Ordinal) || IsDerivedByTests(found.Project))));
        Assert.All(
            Projects.Where(static path => path.EndsWith(".Tests.csproj", StringComparison.Ordinal)),
            static path => Assert.Matches(@"^tests/([^/]+\.Tests)/\1\.csproj$", path));
        Assert.Contains("tests/*.Tests/*.csproj", SourceTree.Read("test.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public void Continuous_integration_calls_the_test_command() => Assert.Contains("exec ./test.sh", SourceTree.Read(".ci/run"), StringComparison.Ordinal);

    private static bool IsDerivedByTests(string project) =>
        project.EndsWith(".Specification", StringComparison.Ordinal)
        && Projects.Any(path => path.EndsWith(".Tests.csproj", StringComparison.Ordinal) && SourceTree.Read(path).Contains($"{project}.csproj", StringComparison.Ordinal));
}
