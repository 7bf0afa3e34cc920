using System.Xml.Linq;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Layers;

public sealed class LayerTests
{
    // Which way dependencies run, on one screen. A new arrow is a change to this table, and ARCHITECTURE.md says why it is there.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Sockeye.Events"] = [],
        ["Sockeye.Protocol"] = [],
        ["Sockeye.Adapters"] = ["Sockeye.Protocol"],
        ["Sockeye.Background"] = ["Sockeye.Events"],
        ["Sockeye.Background.Postgres"] = ["Sockeye.Background"],
        ["Sockeye.Engine"] = ["Sockeye.Events", "Sockeye.Protocol"],
        ["Sockeye.Server"] = ["Sockeye.Adapters", "Sockeye.Engine", "Sockeye.Events", "Sockeye.Protocol"],
        ["Sockeye.Transport"] = [],
    };

    // Who may see HTTP.
    private static readonly string[] UsesAspNetCore = ["Sockeye.Engine", "Sockeye.Server", "Sockeye.Transport"];

    // What a user's application gets with a library. A new package is a change to this table, and ARCHITECTURE.md says why it is there.
    private static readonly Dictionary<string, string[]> BringsPackages = new()
    {
        ["Sockeye.Background"] = ["Microsoft.Extensions.Diagnostics.HealthChecks", "Quartz", "SQLitePCLRaw.bundle_e_sqlite3"],
        ["Sockeye.Background.Postgres"] = ["Npgsql"],
        ["Sockeye.Events"] = ["Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options", "Polly.Core"],
    };

    [Fact]
    public void The_table_names_exactly_the_projects_there_are() => Assert.Equal(Allowed.Keys.Order(), Libraries.Names);

    [Theory]
    [MemberData(nameof(Libraries.AsTheoryData), MemberType = typeof(Libraries))]
    public void A_project_references_only_the_layers_beneath_it(string library) =>
        Assert.Equal(Allowed[library], Included(library, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries.AsTheoryData), MemberType = typeof(Libraries))]
    public void Only_the_server_its_engine_and_its_transport_know_the_web(string library) =>
        Assert.Equal(UsesAspNetCore.Contains(library) ? ["Microsoft.AspNetCore.App"] : [], Included(library, "FrameworkReference"));

    [Theory]
    [MemberData(nameof(Libraries.AsTheoryData), MemberType = typeof(Libraries))]
    public void A_project_brings_no_package_that_is_not_in_the_table(string library) =>
        Assert.Equal(BringsPackages.GetValueOrDefault(library, []), Included(library, "PackageReference").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries.AsTheoryData), MemberType = typeof(Libraries))]
    public void An_assembly_uses_only_the_layers_its_project_may_reference(string library)
    {
        var used = System.Reflection.Assembly.Load(library).GetReferencedAssemblies().Select(static name => name.Name!)
            .Where(static name => name.StartsWith("Sockeye", StringComparison.Ordinal));

        Violations.None(used.Except(Allowed[library]));
    }

    private static IEnumerable<string> Included(string library, string item) =>
        XDocument.Load(RepositoryRoot.PathOf("src", library, $"{library}.csproj")).Descendants(item).Select(static element => element.Attribute("Include")!.Value);
}
