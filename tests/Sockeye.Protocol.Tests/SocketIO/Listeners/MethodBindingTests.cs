using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Protocol.Tests.SocketIO.Listeners;

public class MethodBindingTests
{
    [Theory]
    [InlineData(nameof(Calls.Nothing), "[\"e\"]", "[]")]
    [InlineData(nameof(Calls.Sum), "[\"e\",1,2]", "[3]")]
    [InlineData(nameof(Calls.TaskAsync), "[\"e\",\"x\"]", "[]")]
    [InlineData(nameof(Calls.TextAsync), "[\"e\",\"x\",1]", "[\"x1\"]")]
    [InlineData(nameof(Calls.ValueTaskAsync), "[\"e\",1.5]", "[]")]
    [InlineData(nameof(Calls.NumberAsync), "[\"e\",20]", "[40]")]
    [InlineData(nameof(Calls.Seven), "[\"e\",1,2,3,4,5,6,7]", "[28]")]
    [InlineData(nameof(Calls.Answer), "[\"e\",4]", "[\"self\",4]")]
    [InlineData(nameof(Calls.Given), "[\"e\",1,2]", "[\"1 given 2\"]")]
    public async Task A_method_of_any_family_is_bound_to_the_object_that_comes_with_the_event(string name, string packet, string answer)
    {
        var binding = EventBinding.CreateFrom(typeof(Calls).GetMethod(name)!);
        var decoded = Packets.Decode("2" + packet);
        var ack = new RecordingAck();

        await binding.InvokeAsync(new EventInvocation
        {
            EventName = decoded.EventName,
            Arguments = decoded.Arguments,
            Serializer = Packets.Serializer,
            Ack = ack,
            Parameters = new Source(new Calls(), given: name == nameof(Calls.Given) ? 2 : 0),
        });

        Assert.Equal(answer, ack.Json);
    }

    [Theory]
    [InlineData(nameof(Calls.Static))]
    [InlineData(nameof(Calls.Generic))]
    [InlineData(nameof(Calls.Reference))]
    [InlineData(nameof(Calls.Eight))]
    public void What_cannot_be_bound_is_refused(string name) =>
        Assert.Throws<ArgumentException>("method", () => EventBinding.CreateFrom(typeof(Calls).GetMethod(name)!));

    private sealed class Source(object instance, int given) : IParameterSource
    {
        public bool TryGet(int position, out object? value)
        {
            value = position == 0 ? instance : "given";
            return position == 0 || position == given;
        }
    }

    [SuppressMessage("Performance", "CA1822", Justification = "Handler methods are instance methods.")]
    internal sealed class Calls
    {
        public static int Static() => 0;

        public void Nothing()
        {
        }

        public int Sum(int a, int b) => a + b;

        public async Task TaskAsync(string text) => await Task.Yield();

        public async Task<string> TextAsync(string text, int number)
        {
            await Task.Yield();
            return $"{text}{number}";
        }

        public async ValueTask ValueTaskAsync(double number) => await Task.Yield();

        public ValueTask<int> NumberAsync(int number) => ValueTask.FromResult(number * 2);

        public int Seven(int a, int b, int c, int d, int e, int f, int g) => a + b + c + d + e + f + g;

        public void Answer(Ack ack, int number) => ack.Send("self", number);

        public string Given(int a, string given, int b) => $"{a} {given} {b}";

        public T Generic<T>(T value) => value;

        public void Reference(ref int number) => number++;

        public int Eight(int a, int b, int c, int d, int e, int f, int g, int h) => a + b + c + d + e + f + g + h;
    }
}
