using Sockeye.Adapters.Specification;

namespace Sockeye.Adapters.Tests;

public sealed class InMemoryRecoveryTests : RecoverySpecification
{
    protected override ValueTask<Adapter> CreateAsync(string namespaceName, LocalSockets local) =>
        ValueTask.FromResult<Adapter>(new InMemoryAdapter(local));
}
