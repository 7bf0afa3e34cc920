using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Listeners;

public sealed class ListenerSnapshotTests
{
    private readonly ListenerTable<Action> _table = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void A_thousand_emits_allocate_nothing()
    {
        var count = 0;
        Action listener = () => count++;
        _table.Add("tick", listener);
        _table.Add("tick", listener);
        var list = new ListenerList<Action>();
        list.Add(listener);
        Emit("tick");
        Emit(list);

        var allocated = Allocations.Of(() =>
        {
            Emit("tick");
            Emit("nobody listens");
            Emit(list);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(3 + (5_000 * 3), count);
    }

    [Fact]
    public void A_listener_removed_while_an_emit_runs_still_runs_in_that_emit_and_in_no_later_one()
    {
        IDisposable? second = null;
        _table.Add("event", () =>
        {
            _ran.Add("first");
            second!.Dispose();
        });
        second = _table.Add("event", () => _ran.Add("second"));

        Emit("event");
        Emit("event");

        Assert.Equal(["first", "second", "first"], _ran);
    }

    [Fact]
    public void A_listener_may_remove_itself()
    {
        IDisposable? self = null;
        self = _table.Add("event", () =>
        {
            _ran.Add("self");
            self!.Dispose();
        });
        _table.Add("event", () => _ran.Add("next"));

        Emit("event");
        Emit("event");

        Assert.Equal(["self", "next", "next"], _ran);
    }

    [Fact]
    public void A_listener_added_while_an_emit_runs_waits_for_the_next_one()
    {
        _table.Add("event", () => _table.Add("event", () => _ran.Add("added")), once: true);

        Emit("event");
        Assert.Empty(_ran);
        Emit("event");

        Assert.Equal(["added"], _ran);
    }

    [Fact]
    public void A_once_listener_has_left_the_table_when_it_runs()
    {
        var seen = -1;
        _table.Add("event", () => seen = _table.Count("event"), once: true);

        Emit("event");

        Assert.Equal(0, seen);
        Assert.Empty(_table.EventNames);
    }

    [Fact]
    public void A_once_listener_that_emits_its_own_event_runs_once()
    {
        _table.Add("event", () =>
        {
            _ran.Add("once");
            Emit("event");
        }, once: true);
        _table.Add("event", () => _ran.Add("always"));

        Emit("event");

        Assert.Equal(["once", "always", "always"], _ran);
    }

    [Fact]
    public void A_later_once_listener_that_a_nested_emit_has_run_is_not_run_again()
    {
        _table.Add("event", () => Emit("event"), once: true);
        _table.Add("event", () => _ran.Add("once"), once: true);

        Emit("event");

        Assert.Equal(["once"], _ran);
    }

    [Fact]
    public void A_once_listener_removed_before_its_event_never_runs()
    {
        _table.Add("event", () => _ran.Add("once"), once: true).Dispose();

        Emit("event");

        Assert.Empty(_ran);
    }

    [Fact]
    public void Removing_everything_does_not_disturb_an_emit_that_runs()
    {
        _table.Add("event", () => _table.RemoveAll());
        _table.Add("event", () => _ran.Add("second"));

        Emit("event");
        Emit("event");

        Assert.Equal(["second"], _ran);
    }

    private static void Emit(ListenerList<Action> list)
    {
        foreach (var listener in list.Snapshot())
        {
            listener();
        }
    }

    private void Emit(string eventName)
    {
        foreach (var listener in _table.Snapshot(eventName))
        {
            listener();
        }
    }
}
