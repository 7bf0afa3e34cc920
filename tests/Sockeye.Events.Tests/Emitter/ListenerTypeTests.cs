using System.Collections;

namespace Sockeye.Events.Tests.Emitter;

public sealed class ListenerTypeTests
{
    private readonly EventEmitter _emitter = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void Reference_conversions_and_boxing_fit()
    {
        _emitter.On("event", (object value) => _ran.Add($"object {value}"));
        _emitter.On("event", (IComparable value) => _ran.Add($"interface {value}"));
        _emitter.On("event", (int? value) => _ran.Add($"nullable {value}"));
        _emitter.On("event", (ValueType value) => _ran.Add($"base {value}"));

        _emitter.Emit("event", 5);

        Assert.Equal(["object 5", "interface 5", "nullable 5", "base 5"], _ran);
    }

    [Fact]
    public void What_is_emitted_as_a_base_type_fits_where_the_value_does()
    {
        _emitter.On("event", (int number) => _ran.Add($"int {number}"));
        _emitter.Emit<object>("event", 5);
        _emitter.Emit<IFormattable>("event", 6);
        _emitter.Emit<int?>("event", 7);

        Assert.Equal(["int 5", "int 6", "int 7"], _ran);
        Assert.EndsWith("takes (Int32), but (String) was emitted. Emit what every listener takes, or change the listener.", Wrong<object>("text"), StringComparison.Ordinal);
        Assert.Contains("but (null) was emitted", Wrong<object?>(null), StringComparison.Ordinal);
        Assert.Contains("but (null) was emitted", Wrong<int?>(null), StringComparison.Ordinal);
        Assert.Contains("but (Int64) was emitted", Wrong(5L), StringComparison.Ordinal);
        Assert.Contains("but (String) was emitted", Wrong("text"), StringComparison.Ordinal);
        Assert.Equal(3, _ran.Count);
    }

    [Fact]
    public void Null_fits_references_and_nullables()
    {
        _emitter.On("event", (string? text) => _ran.Add($"string {text ?? "null"}"));
        _emitter.On("event", (int? number) => _ran.Add($"int {number?.ToString() ?? "null"}"));
        _emitter.On("event", (IEnumerable? many) => _ran.Add($"many {many ?? "null"}"));

        _emitter.Emit<object?>("event", null);

        Assert.Equal(["string null", "int null", "many null"], _ran);
    }

    [Fact]
    public void No_listener_runs_where_one_of_them_does_not_fit()
    {
        _emitter.Once("event", () => _ran.Add("never"));
        _emitter.On("event", (Uri _) => _ran.Add("never"));

        Assert.Throws<ListenerTypeException>(() => _emitter.Emit("event", "text"));
        Assert.Throws<ListenerTypeException>(() => _emitter.Emit<object>("event", "text"));
        Assert.Throws<ListenerTypeException>(() => _emitter.Emit(new EventKey<string>("event"), "text"));
        Assert.Throws<ListenerTypeException>(() => _emitter.SafeEmit("event", "text"));
        Assert.Throws<ListenerTypeException>(() => { _emitter.Emit("event"); });

        Assert.Empty(_ran);
        Assert.Equal(2, _emitter.ListenerCount("event"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_listener_is_started_where_one_of_them_does_not_fit(bool inParallel)
    {
        _emitter.On("event", () => _ran.Add("never"));
        _emitter.On("event", (Uri _) => Task.CompletedTask);

        await Assert.ThrowsAsync<ListenerTypeException>(() =>
            inParallel ? _emitter.EmitParallelAsync("event", "text") : _emitter.EmitAsync<object>("event", "text"));

        Assert.Empty(_ran);
    }

    [Fact]
    public void A_listener_that_takes_a_base_class_hears_every_kind_of_it()
    {
        _emitter.On(EventEmitter.Error, (Exception error) => _ran.Add(error.GetType().Name));
        _emitter.On("error", (FormatException error) => _ran.Add($"just {error.GetType().Name}"));

        _emitter.Emit("error", new FormatException());
        _emitter.Emit<Exception>("error", new FormatException());
        Assert.Throws<ListenerTypeException>(() => _emitter.Emit<Exception>("error", new InvalidDataException()));

        Assert.Equal(["FormatException", "just FormatException", "FormatException", "just FormatException"], _ran);
    }

    [Fact]
    public void A_wrong_type_is_named_with_its_arguments()
    {
        _emitter.On("event", (List<Dictionary<string, int>> _) => { });

        var wrong = Assert.Throws<ListenerTypeException>(() => _emitter.Emit("event", Array.Empty<int>()));

        Assert.Equal("event", wrong.EventName);
        Assert.Equal(_emitter.Listeners("event")[0], wrong.Listener);
        Assert.Contains("(List<Dictionary<String, Int32>>), but (Int32[])", wrong.Message, StringComparison.Ordinal);
    }

    private string Wrong<T>(T value) => Assert.Throws<ListenerTypeException>(() => _emitter.Emit("event", value)).Message;

    [Fact]
    public void What_an_interface_or_an_array_may_turn_out_to_be_fits_where_it_is_so()
    {
        var heard = new List<object>();
        var emitter = new EventEmitter();
        emitter.On("resource", (Resource resource) => heard.Add(resource));
        emitter.On("names", (IList<string> names) => heard.Add(names));

        var both = new ComparableResource();
        emitter.Emit<IComparable>("resource", both);
        Assert.Throws<ListenerTypeException>(() => emitter.Emit<IComparable>("resource", 1));
        object[] names = new string[] { "a" };
        emitter.Emit("names", names);
        Assert.Throws<ListenerTypeException>(() => emitter.Emit("names", new object[] { "a" }));

        Assert.Equal([both, names], heard);
    }

    private class Resource;

    private sealed class ComparableResource : Resource, IComparable
    {
        public int CompareTo(object? obj) => 0;
    }
}
