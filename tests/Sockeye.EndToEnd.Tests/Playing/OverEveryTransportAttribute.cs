using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Sockeye.EndToEnd.Tests.Playing;

/// <summary>Runs the test over polling only, WebSocket only, and polling that is upgraded.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OverEveryTransportAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Enum.GetValues<Mode>().Select(mode => new TheoryDataRow<Mode>(mode))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
