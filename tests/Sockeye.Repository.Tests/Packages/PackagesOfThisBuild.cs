namespace Sockeye.Repository.Tests.Packages;

/// <summary>The tests that share the packages, which take a while to make.</summary>
[CollectionDefinition]
public sealed class PackagesOfThisBuild : ICollectionFixture<BuiltPackages>;
