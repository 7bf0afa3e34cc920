using System.Reflection;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.PublicSurface;

public sealed class PublicSurfaceTests
{
    // A change of the public surface shows in review as a change of a file. Accept one with
    //   APPROVE_API=1 dotnet run --project tests/Sockeye.Repository.Tests
    [Theory]
    [MemberData(nameof(Libraries.AsTheoryData), MemberType = typeof(Libraries))]
    public void The_public_surface_is_the_one_in_the_repository(string library)
    {
        var file = RepositoryRoot.PathOf("src", library, "PublicApi.approved.txt");
        var actual = PublicApi.Describe(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable("APPROVE_API") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{file} is missing.");
        var approved = File.ReadAllText(file);
        var added = actual.Split('\n').Except(approved.Split('\n'));
        var removed = approved.Split('\n').Except(actual.Split('\n'));
        Assert.True(approved == actual, $"Approve with APPROVE_API=1 what is new:\n{string.Join('\n', added)}\nand what is gone:\n{string.Join('\n', removed)}");
    }

    [Fact]
    public void A_public_class_that_may_be_derived_was_meant_to_be()
    {
        // Abstract classes are seams; these are open for a reason.
        string[] open =
        [
            "EngineOptions", // the server's options add to it, so that a user sees one flat object
            "EventEmitter", // a class becomes an emitter by deriving from it, as in Node.js
        ];

        Violations.None(Libraries.Assemblies.SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type is { IsClass: true, IsAbstract: false, IsSealed: false })
            .Select(static type => type.Name).Except(open));
    }
}
