namespace Sockeye.Events.Tests.Listeners;

public sealed class ListenerTableTests
{
    private readonly ListenerTable<string> _table = new();

    [Fact]
    public void Listeners_run_in_the_order_in_which_they_were_added()
    {
        _table.Add("order", "first");
        _table.Add("order", "second");
        _table.Add("other", "elsewhere");

        Assert.Equal(["first", "second"], Run("order"));
        Assert.Equal(["first", "second"], Run("order"));
    }

    [Fact]
    public void A_prepended_listener_runs_before_those_that_were_there()
    {
        _table.Add("order", "first");
        _table.Add("order", "earlier", prepend: true);
        _table.Add("order", "earliest", once: true, prepend: true);

        Assert.Equal(["earliest", "earlier", "first"], Run("order"));
        Assert.Equal(["earlier", "first"], Run("order"));
    }

    [Fact]
    public void The_same_listener_added_twice_runs_twice()
    {
        _table.Add("order", "same");
        _table.Add("order", "same");

        Assert.Equal(["same", "same"], Run("order"));
        Assert.Equal(2, _table.Count("order"));
    }

    [Fact]
    public void An_event_nobody_listens_to_has_an_empty_snapshot()
    {
        var snapshot = _table.Snapshot("nothing");

        Assert.True(snapshot.IsEmpty);
        Assert.Equal(0, snapshot.Count);
        Assert.Empty(Run("nothing"));
        Assert.True(default(ListenerSnapshot<string>).IsEmpty);
        Assert.False(default(ListenerSnapshot<string>).GetEnumerator().MoveNext());
    }

    [Fact]
    public void Removing_takes_the_last_of_several_matches()
    {
        _table.Add("order", "same 1");
        _table.Add("order", "other");
        _table.Add("order", "same 2");

        Assert.True(RemoveStartingWith("same"));
        Assert.Equal(["same 1", "other"], Run("order"));
        Assert.True(RemoveStartingWith("same"));
        Assert.False(RemoveStartingWith("same"));
        Assert.Equal(["other"], Run("order"));
    }

    [Fact]
    public void Disposing_a_registration_removes_that_one_and_disposing_it_again_removes_nothing()
    {
        var first = _table.Add("order", "same");
        _table.Add("order", "other");
        _table.Add("order", "same");

        first.Dispose();
        first.Dispose();

        Assert.Equal(["other", "same"], Run("order"));
    }

    [Fact]
    public void Removing_all_of_one_event_leaves_the_others()
    {
        _table.Add("one", "a");
        _table.Add("one", "b", once: true);
        _table.Add("two", "c");

        Assert.Equal(2, _table.RemoveAll("one"));
        Assert.Equal(0, _table.RemoveAll("one"));
        Assert.Equal(0, _table.RemoveAll("never"));
        Assert.Equal(["two"], _table.EventNames);
        Assert.Equal(1, _table.RemoveAll());
        Assert.Empty(_table.EventNames);
        Assert.Equal(0, _table.RemoveAll());
    }

    [Fact]
    public void An_event_leaves_the_names_with_its_last_listener_and_returns_at_the_end()
    {
        var first = _table.Add("one", "a");
        _table.Add("two", "b");
        var second = _table.Add("one", "c");

        Assert.Equal(["one", "two"], _table.EventNames);
        first.Dispose();
        Assert.Equal(["one", "two"], _table.EventNames);
        second.Dispose();
        Assert.Equal(["two"], _table.EventNames);
        _table.Add("one", "again");
        Assert.Equal(["two", "one"], _table.EventNames);
    }

    [Fact]
    public void Names_are_compared_ordinally_and_may_be_empty()
    {
        _table.Add(string.Empty, "nameless");
        _table.Add("Name", "upper");

        Assert.Equal(["nameless"], Run(string.Empty));
        Assert.Empty(Run("name"));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void However_many_names_there_are_they_behave_alike(int names)
    {
        var registrations = Enumerable.Range(0, names).Select(i => _table.Add($"event {i}", $"listener {i}")).ToArray();
        _table.Add("event 0", "more", once: true, prepend: true);

        Assert.Equal(Enumerable.Range(0, names).Select(i => $"event {i}"), _table.EventNames);
        Assert.All(Enumerable.Range(1, names - 1), i => Assert.Equal([$"listener {i}"], Run($"event {i}")));
        Assert.Equal(["more", "listener 0"], Run("event 0"));
        Assert.Equal(["listener 0"], Run("event 0"));

        registrations[3].Dispose();
        Assert.Equal(0, _table.Count("event 3"));
        Assert.DoesNotContain("event 3", _table.EventNames);
        _table.Add("event 3", "back");
        Assert.Equal("event 3", _table.EventNames[^1]);
        Assert.True(_table.Remove("event 3", 0, static (_, _) => true));
        Assert.False(_table.Remove("event 3", 0, static (_, _) => true));
        Assert.Equal(names - 1, _table.RemoveAll());
        Assert.Empty(_table.EventNames);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Throws<ArgumentNullException>("eventName", () => _table.Add(null!, "listener"));
        Assert.Throws<ArgumentNullException>("listener", () => _table.Add("name", null!));
        Assert.Throws<ArgumentNullException>("matches", () => _table.Remove<int>("name", 0, null!));
        Assert.Throws<ArgumentNullException>("eventName", () => _table.Snapshot(null!));
    }

    private bool RemoveStartingWith(string start) =>
        _table.Remove("order", start, static (listener, prefix) => listener.StartsWith(prefix, StringComparison.Ordinal));

    private List<string> Run(string eventName)
    {
        var ran = new List<string>();
        foreach (var listener in _table.Snapshot(eventName))
        {
            ran.Add(listener);
        }

        return ran;
    }
}
