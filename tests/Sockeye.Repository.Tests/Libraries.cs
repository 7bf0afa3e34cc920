using System.Reflection;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests;

/// <summary>The projects under <c>src/</c>, by name and as the assemblies these tests were built with.</summary>
internal static class Libraries
{
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateDirectories(RepositoryRoot.PathOf("src")).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    public static IEnumerable<Assembly> Assemblies => Names.Select(Assembly.Load);

    public static TheoryData<string> AsTheoryData() => [.. Names];
}
