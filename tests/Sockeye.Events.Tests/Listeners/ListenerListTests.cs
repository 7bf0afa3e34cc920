namespace Sockeye.Events.Tests.Listeners;

public sealed class ListenerListTests
{
    private readonly ListenerList<string> _list = new();

    [Fact]
    public void Listeners_run_in_order_and_a_prepended_one_first()
    {
        _list.Add("second");
        _list.Add("third", once: true);
        _list.Add("first", prepend: true);

        Assert.Equal(3, _list.Count);
        Assert.Equal(["first", "second", "third"], Run());
        Assert.Equal(["first", "second"], Run());
    }

    [Fact]
    public void Removing_takes_the_last_match()
    {
        _list.Add("same 1");
        _list.Add("same 2");
        _list.Add("other");

        Assert.True(_list.Remove("same", static (listener, start) => listener.StartsWith(start, StringComparison.Ordinal)));
        Assert.False(_list.Remove("missing", static (listener, wanted) => listener == wanted));

        Assert.Equal(["same 1", "other"], Run());
    }

    [Fact]
    public void A_registration_takes_itself_back_once()
    {
        var first = _list.Add("same");
        _list.Add("same");

        first.Dispose();
        first.Dispose();

        Assert.Equal(1, _list.Count);
    }

    [Fact]
    public void Removing_all_says_how_many_there_were()
    {
        _list.Add("a");
        _list.Add("b");
        var snapshot = _list.Snapshot();

        Assert.Equal(2, _list.RemoveAll());
        Assert.Equal(0, _list.RemoveAll());
        Assert.Equal(2, snapshot.Count);
        Assert.True(_list.Snapshot().IsEmpty);
    }

    private List<string> Run()
    {
        var ran = new List<string>();
        foreach (var listener in _list.Snapshot())
        {
            ran.Add(listener);
        }

        return ran;
    }
}
