using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

public sealed class EmitterAllocationTests
{
    private static readonly EventKey None = new("0");
    private static readonly EventKey<int> Number = new("1");
    private static readonly EventKey<string> Text = new("text");
    private static readonly EventKey<(long Id, decimal Price)> Value = new("value");

    private readonly EventEmitter _emitter = new();
    private long _heard;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thousand_emits_to_synchronous_listeners_allocate_nothing(bool withDiagnosticsThatAreOff)
    {
        for (var i = 0; i < 3; i++)
        {
            _emitter.On("0", () => _heard++);
            _emitter.On("1", (int a) => _heard += a);
            _emitter.On("2", (int a, long b) => _heard += a + b);
            _emitter.On("3", (int a, long b, string c) => _heard += a + b + c.Length);
            _emitter.On("4", (int a, long b, string c, Guid _) => _heard += a + b + c.Length);
            _emitter.On("5", (int a, long b, string c, Guid _, int e) => _heard += a + b + c.Length + e);
            _emitter.On("6", (int a, long b, string c, Guid _, int e, double f) => _heard += a + b + c.Length + e + (long)f);
            _emitter.On("7", (int a, long b, string c, Guid _, int e, double f, int g) => _heard += a + b + c.Length + e + (long)f + g);
            _emitter.On("8", (int a, long b, string c, Guid _, int e, double f, int g, int h) => _heard += a + b + c.Length + e + (long)f + g + h);
            _emitter.On(Text, text => _heard += text.Length);
            _emitter.On(Value, value => _heard += value.Id);

            // Fewer parameters than arguments, and a base type, need no allocation either.
            _emitter.On("8", () => _heard++);
            _emitter.On("8", (int a, long b) => _heard += a + b);
            _emitter.On("text", (object text) => _heard += text is string ? 1 : 0);
        }

        if (withDiagnosticsThatAreOff)
        {
            _emitter.Observe(new Sleeping());
        }

        EmitAll();
        EmitAll();
        var heard = _heard;

        Assert.Equal(0, Allocations.Of(EmitAll));

        Assert.Equal(heard / 2 * 5_000, _heard - heard);
    }

    [Fact]
    public void Many_events_keep_their_plans()
    {
        var keys = Enumerable.Range(0, 300).Select(i => new EventKey<int>($"order:{i:000}:changed")).ToArray();
        foreach (var key in keys)
        {
            _emitter.On(key, number => _heard += number);
            _emitter.Emit(key, 1);
            _emitter.Emit(key.Name, 1);
        }

        Assert.Equal(0, Allocations.Of(EmitEach, times: 1));
        Assert.Equal((2 + (5 * 2)) * keys.Length, _heard);

        void EmitEach()
        {
            foreach (var key in keys)
            {
                _emitter.Emit(key, 1);
                _emitter.Emit(key.Name, 1);
            }
        }
    }

    [Fact]
    public void Emitting_to_nobody_allocates_and_keeps_nothing()
    {
        Assert.False(_emitter.Emit("nobody", 1));
        Assert.False(_emitter.Emit(Number, 1));
        Assert.Equal(0, Allocations.Of(() =>
        {
            _emitter.Emit("nobody", 2);
            _emitter.Emit(Number, 2);
        }));
        Assert.Equal(0, _emitter.Plans.Count);
    }

    private void EmitAll()
    {
        _emitter.Emit("0");
        _emitter.Emit("1", 1);
        _emitter.Emit("2", 1, 2L);
        _emitter.Emit("3", 1, 2L, "c");
        _emitter.Emit("4", 1, 2L, "c", Guid.Empty);
        _emitter.Emit("5", 1, 2L, "c", Guid.Empty, 5);
        _emitter.Emit("6", 1, 2L, "c", Guid.Empty, 5, 6.0);
        _emitter.Emit("7", 1, 2L, "c", Guid.Empty, 5, 6.0, 7);
        _emitter.Emit("8", 1, 2L, "c", Guid.Empty, 5, 6.0, 7, 8);
        _emitter.Emit(None);
        _emitter.Emit(Number, 1);
        _emitter.Emit(Text, "text");
        _emitter.Emit(Value, (1L, 2m));
        _emitter.Emit("value", (1L, 2m));
    }

    // Registered, interested, and off: what an application has whose tracing nobody reads.
    private sealed class Sleeping : EmissionObserver
    {
        public override bool IsOn => false;

        public override bool WantsArguments => true;

        public override EmissionObservation? Begin(EventEmitter emitter, string eventName, object?[]? arguments, int listenerCount) =>
            throw new InvalidOperationException("It is off.");
    }
}
