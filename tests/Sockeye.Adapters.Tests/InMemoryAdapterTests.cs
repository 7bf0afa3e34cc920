using Sockeye.Adapters.Specification;

namespace Sockeye.Adapters.Tests;

public sealed class InMemoryAdapterTests : AdapterSpecification
{
    protected override ValueTask<Adapter> CreateAsync(string namespaceName, LocalSockets local) =>
        ValueTask.FromResult<Adapter>(new InMemoryAdapter(local));
}
