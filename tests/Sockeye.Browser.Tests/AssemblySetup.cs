using Sockeye.Browser.Tests;

// One browser and one demo for all tests, which therefore run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(DemoServer))]
