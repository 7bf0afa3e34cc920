using System.IO.Compression;
using System.Xml.Linq;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Packages;

[Collection(typeof(PackagesOfThisBuild))]
public sealed class PackageContentTests(BuiltPackages packages)
{
    [Fact]
    public void Every_library_is_a_package_with_symbols_and_nothing_else_is()
    {
        Assert.Equal(Libraries.Names, NamesOf("*.nupkg"));
        Assert.Equal(Libraries.Names, NamesOf("*.snupkg"));
    }

    [Theory]
    [MemberData(nameof(Libraries.AsTheoryData), MemberType = typeof(Libraries))]
    public void A_package_holds_its_library_with_documentation_and_says_what_it_is(string library)
    {
        using var package = Open(library);
        var entries = package.Entries.Select(static entry => entry.FullName).ToArray();
        var metadata = Metadata(package);

        Assert.Contains($"lib/net10.0/{library}.dll", entries);
        Assert.Contains($"lib/net10.0/{library}.xml", entries);
        Assert.Contains("README.md", entries);
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("the Sockeye contributors", Value(metadata, "authors"));
        Assert.EndsWith(".", Value(metadata, "description"), StringComparison.Ordinal);
        Assert.DoesNotContain("Package Description", Value(metadata, "description"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Libraries.AsTheoryData), MemberType = typeof(Libraries))]
    public void A_package_depends_on_the_packages_its_project_references_and_on_no_other(string library)
    {
        using var package = Open(library);
        var metadata = Metadata(package);
        var libraries = Referenced(library, "ProjectReference").ToArray();
        var dependencies = metadata.Descendants().Where(static element => element.Name.LocalName == "dependency").ToArray();
        var ours = dependencies.Where(static dependency => Libraries.Names.Contains(Id(dependency))).ToArray();

        // Packages of others are pinned centrally, so those that a referenced library brings are named once more, unless ASP.NET Core has them anyway.
        var hasThem = Referenced(library, "FrameworkReference").Any();
        var others = Reached(library).SelectMany(static reached => Referenced(reached, "PackageReference")).Distinct()
            .Where(package => !hasThem || !package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

        Assert.Equal(libraries.Order(StringComparer.Ordinal), ours.Select(Id).Order(StringComparer.Ordinal));
        Assert.All(ours, dependency => Assert.Equal(Value(metadata, "version"), dependency.Attribute("version")!.Value));
        Assert.Equal(others.Order(StringComparer.Ordinal), dependencies.Except(ours).Select(Id).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Reached(string library) =>
        Referenced(library, "ProjectReference").SelectMany(Reached).Append(library).Distinct();

    private static IEnumerable<string> Referenced(string library, string item) =>
        XDocument.Load(RepositoryRoot.PathOf("src", library, $"{library}.csproj")).Descendants(item)
            .Select(static reference => reference.Attribute("Include")!.Value)
            .Select(static included => included.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(included) : included);

    private static string Id(XElement dependency) => dependency.Attribute("id")!.Value;

    private IEnumerable<string> NamesOf(string pattern) =>
        Directory.EnumerateFiles(packages.Feed, pattern).Select(static file => string.Join('.', Path.GetFileName(file).Split('.').TakeWhile(static part => !char.IsAsciiDigit(part[0])))).Order(StringComparer.Ordinal);

    private ZipArchive Open(string library) =>
        ZipFile.OpenRead(Assert.Single(Directory.EnumerateFiles(packages.Feed, $"{library}.*.nupkg"), file => char.IsAsciiDigit(Path.GetFileName(file)[library.Length + 1])));

    private static XDocument Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    private static string Value(XDocument metadata, string name) => metadata.Descendants().First(element => element.Name.LocalName == name).Value;
}
