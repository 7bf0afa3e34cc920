using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Patterns.CircuitBreaking;

public sealed class ProtectedListenerTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly EventEmitter _emitter = new();

    [Fact]
    public void A_protected_listener_is_not_called_while_its_circuit_is_open()
    {
        var breaker = CircuitPolicies.Make(byRatio: false, _time);
        var calls = 0;
        _emitter.On("order", breaker.Protect((int _) =>
        {
            calls++;
            Fail();
        }));

        Assert.Throws<FormatException>(() => _emitter.Emit("order", 1));
        Assert.Throws<FormatException>(() => _emitter.Emit("order", 2));
        Assert.Throws<CircuitOpenException>(() => _emitter.Emit("order", 3));

        Assert.Equal(2, calls);
    }

    [Fact]
    public void A_refused_event_goes_to_what_takes_refusals()
    {
        var breaker = CircuitPolicies.Make(byRatio: false, _time);
        var refused = new List<TimeSpan?>();
        _emitter.On("order", breaker.Protect((int _, string _) => Fail(), rejection => refused.Add(rejection.RetryAfter)));
        _emitter.On("error", (Exception _) => { });

        for (var i = 0; i < 4; i++)
        {
            _emitter.SafeEmit("order", i, "text");
        }

        Assert.Equal([CircuitPolicies.Break, CircuitPolicies.Break], refused);
    }

    [Fact]
    public async Task An_asynchronous_listener_is_protected_too()
    {
        var breaker = CircuitPolicies.Make(byRatio: false, _time);
        var calls = 0;
        var refused = 0;
        _emitter.On("order", breaker.Protect(
            async (int _) =>
            {
                calls++;
                await Task.Yield();
                throw new FormatException();
            },
            _ => refused++));

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<AggregateException>(() => _emitter.EmitAsync("order", 1, TestContext.Current.CancellationToken).DefaultTimeout());
        }

        await _emitter.EmitAsync("order", 1, TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.Equal((2, 1), (calls, refused));
    }

    [Fact]
    public async Task Every_number_of_arguments_reaches_the_listener()
    {
        var breaker = new CircuitBreaker();
        var heard = new List<string>();
        _emitter.On("0", breaker.Protect(() => heard.Add("0")));
        _emitter.On("3", breaker.Protect((int a, int b, int c) => heard.Add($"{a}{b}{c}")));
        _emitter.On("8", breaker.Protect((int a, int b, int c, int d, int e, int f, int g, int h) => heard.Add($"{a}{b}{c}{d}{e}{f}{g}{h}")));
        _emitter.On("8 later", breaker.Protect(async (int a, int b, int c, int d, int e, int f, int g, int h) =>
        {
            await Task.Yield();
            heard.Add($"{a}{b}{c}{d}{e}{f}{g}{h}");
        }));

        _emitter.Emit("0");
        _emitter.Emit("3", 1, 2, 3);
        _emitter.Emit("8", 1, 2, 3, 4, 5, 6, 7, 8);
        await _emitter.EmitAsync("8 later", 1, 2, 3, 4, 5, 6, 7, 8, TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.Equal(["0", "123", "12345678", "12345678"], heard);
    }

    [Fact]
    public void A_protected_listener_can_be_taken_back()
    {
        var listener = new CircuitBreaker().Protect((int _) => Assert.Fail("It was taken back."));
        _emitter.On("order", listener);

        Assert.True(_emitter.Off("order", listener));
        Assert.False(_emitter.Emit("order", 1));
    }

    // A method, since a lambda that does nothing but throw is taken for an asynchronous one.
    private static void Fail() => throw new FormatException();
}
