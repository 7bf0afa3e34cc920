namespace Sockeye.Events.Tests.Emitter;

public sealed class PlanTableTests
{
    private const int Many = 20_000;
    private readonly EventEmitter _emitter = new();

    [Theory]
    [InlineData("order:{0}")]
    [InlineData("customer:{0}:notification-preferences-were-changed")] // which all have the same hash
    public void Many_names_are_each_emitted_by_a_plan_of_their_own(string format)
    {
        var heard = new int[Many];
        var names = Enumerable.Range(10_000, Many).Select(number => string.Format(null, format, number)).ToArray();
        for (var i = 0; i < Many; i++)
        {
            var index = i;
            _emitter.On(names[i], (int value) => heard[index] += value);
        }

        for (var round = 1; round <= 2; round++)
        {
            foreach (var name in names)
            {
                Assert.True(_emitter.Emit(name, round));
            }
        }

        Assert.All(heard, static sum => Assert.Equal(3, sum));
        Assert.Equal(Many, _emitter.Plans.Count);
        Assert.All(names, name => Assert.NotNull(_emitter.Plans.Find<Arguments<int>>(name)));

        Assert.Equal(Many, _emitter.RemoveAll());
        Assert.All(names, name => Assert.Null(_emitter.Plans.Find<Arguments<int>>(name)));
        Assert.Equal(0, _emitter.Plans.Count);
        Assert.False(_emitter.Emit(names[0], 1));
    }

    [Theory]
    [InlineData("reply:{0}")]
    [InlineData("customer:{0}:notification-preferences-were-changed")]
    public void Names_that_come_and_go_leave_nothing_behind(string format)
    {
        _emitter.On("stays", static () => { });
        _emitter.Emit("stays");
        var ran = 0;
        for (var number = 10_000; number < 10_000 + Many; number++)
        {
            var name = string.Format(null, format, number);
            using var listener = _emitter.On(name, () => ran++);
            _emitter.Emit(name);
        }

        Assert.Equal(Many, ran);
        Assert.Equal(1, _emitter.Plans.Count);
        Assert.InRange(_emitter.Plans.Capacity, 1, 16);
        Assert.NotNull(_emitter.Plans.Find<Arguments>("stays"));
    }

    [Fact]
    public void A_table_that_held_much_becomes_small_again()
    {
        var listeners = Enumerable.Range(0, Many).Select(number => _emitter.On($"event:{number}", static () => { })).ToArray();
        for (var number = 0; number < Many; number++)
        {
            _emitter.Emit($"event:{number}");
        }

        Array.ForEach(listeners, static listener => listener.Dispose());
        for (var number = 0; number < Many * 4; number++)
        {
            using var listener = _emitter.On($"later:{number}", static () => { });
            _emitter.Emit($"later:{number}");
        }

        Assert.InRange(_emitter.Plans.Capacity, 1, 16);
    }
}
