using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Listeners;

// A server keeps a table for each connection, and most connections are idle: what a table weighs is what idling costs.
public sealed class ListenerFootprintTests
{
    [Fact]
    public void An_empty_table_is_one_small_object() => Assert.InRange(BytesOf(static () => new ListenerTable<object>()), 1, 32);

    [Fact]
    public void An_empty_list_is_one_small_object() => Assert.InRange(BytesOf(static () => new ListenerList<object>()), 1, 24);

    [Fact]
    public void The_first_listener_of_a_table_costs_no_dictionary() => Assert.InRange(BytesOf(static () =>
    {
        var table = new ListenerTable<object>();
        table.Add("message", string.Empty);
        return table;
    }), 1, 160);

    private static long BytesOf(Func<object> make) => Allocations.Of(() => GC.KeepAlive(make())) / 1_000;
}
