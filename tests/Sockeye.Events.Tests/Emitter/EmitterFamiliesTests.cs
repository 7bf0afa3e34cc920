using System.Linq.Expressions;
using System.Reflection;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter;

// Each member of a family is a line like its neighbours, so it is by reflection that all of them are called.
public sealed class EmitterFamiliesTests
{
    private const int MostArguments = 8;

    private readonly EventEmitter _emitter = new(new EventEmitterOptions { MaxListeners = 0 });
    private readonly List<string> _ran = [];

    public static TheoryData<string, int, bool> Adding() =>
        [.. from verb in new[] { "On", "Once", "Prepend", "PrependOnce" }
            from arity in Enumerable.Range(0, MostArguments + 1)
            from isAsync in new[] { false, true }
            select (verb, arity, isAsync)];

    public static TheoryData<string, int> Emitting() =>
        [.. from verb in new[] { "Emit", "SafeEmit", "EmitAsync", "EmitParallelAsync" }
            from arity in Enumerable.Range(0, MostArguments + 1)
            select (verb, arity)];

    [Theory]
    [MemberData(nameof(Adding))]
    public void A_listener_is_added_where_and_for_as_long_as_the_verb_says(string verb, int arity, bool isAsync)
    {
        _emitter.On("event", () => _ran.Add("first"));

        using var cancellation = new CancellationTokenSource();
        var registration = (IDisposable)Call(Member(verb, arity, isAsync), "event", Listener(arity, isAsync), cancellation.Token)!;
        _emitter.Emit("event", 1, 2, 3, 4, 5, 6, 7, 8);
        _emitter.Emit("event", 1, 2, 3, 4, 5, 6, 7, 8);
        registration.Dispose();
        _emitter.Emit("event", 1, 2, 3, 4, 5, 6, 7, 8);

        var arguments = string.Join(',', Enumerable.Range(1, arity));
        string[] expected = verb switch
        {
            "On" => ["first", arguments, "first", arguments, "first"],
            "Once" => ["first", arguments, "first", "first"],
            "Prepend" => [arguments, "first", arguments, "first", "first"],
            _ => [arguments, "first", "first", "first"],
        };
        Assert.Equal(expected, _ran);

        Call(Member(verb, arity, isAsync), "other", Listener(arity, isAsync), cancellation.Token);
        cancellation.Cancel();
        Assert.Equal(["event"], _emitter.EventNames);
    }

    [Theory]
    [MemberData(nameof(Emitting))]
    public async Task Each_number_of_arguments_is_emitted_in_each_way(string verb, int arity)
    {
        Call(Member("On", arity, isAsync: false), "event", Listener(arity, isAsync: false), CancellationToken.None);
        Call(Member("On", arity, isAsync: true), "event", Listener(arity, isAsync: true), CancellationToken.None);
        var emit = typeof(EventEmitter).GetMethods().Single(method =>
            method.Name == verb && method.GetGenericArguments().Length == arity && method.GetParameters()[0].ParameterType == typeof(string));
        var isAwaited = verb.EndsWith("Async", StringComparison.Ordinal);

        var emitted = Call(emit, ["event", .. Enumerable.Range(1, arity).Cast<object>(), .. isAwaited ? [CancellationToken.None] : Array.Empty<object>()]);

        Assert.True(emitted is Task<bool> task ? await task.DefaultTimeout() : (bool)emitted!);
        var arguments = string.Join(',', Enumerable.Range(1, arity));
        Assert.Equal([arguments, arguments], _ran);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Each_number_of_arguments_can_be_awaited_and_read(int arity)
    {
        var once = (Task)Call(Waiting("OnceAsync", arity), "event", CancellationToken.None)!;
        var stream = arity == 0 ? null : Call(Waiting("ReadAllAsync", arity), "event", null, CancellationToken.None);
        _emitter.Emit("event", 1, 2, 3, 4, 5, 6, 7, 8);
        await once.DefaultTimeout();

        var expected = arity == 1 ? "1" : $"({string.Join(", ", Enumerable.Range(1, arity))})";
        Assert.Equal(expected, arity == 0 ? "()" : once.GetType().GetProperty("Result")!.GetValue(once)!.ToString());
        if (stream is not null)
        {
            var element = stream.GetType().GetInterfaces().Single(type => type.IsGenericType).GetGenericArguments()[0];
            var first = GetType().GetMethod(nameof(FirstAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(element);
            Assert.Equal(expected, await ((Task<string>)first.Invoke(null, [stream])!).DefaultTimeout());
        }
    }

    private static async Task<string> FirstAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var item in stream)
        {
            return item!.ToString()!;
        }

        return "nothing";
    }

    private static MethodInfo Member(string verb, int arity, bool isAsync) => typeof(EventEmitter).GetMethods().Single(method =>
        method.Name == verb
        && method.GetGenericArguments().Length == arity
        && method.GetParameters() is [var name, var listener, _]
        && name.ParameterType == typeof(string)
        && listener.ParameterType.Name.StartsWith(isAsync ? "Func" : "Action", StringComparison.Ordinal));

    private static MethodInfo Waiting(string verb, int arity) => typeof(EventEmitter).GetMethods().Single(method =>
        method.Name == verb && method.GetGenericArguments().Length == arity && method.GetParameters()[0].ParameterType == typeof(string));

    private object? Call(MethodInfo method, params object?[] arguments)
    {
        var types = Enumerable.Repeat(typeof(int), method.GetGenericArguments().Length).ToArray();
        return (types.Length == 0 ? method : method.MakeGenericMethod(types)).Invoke(_emitter, arguments);
    }

    private Delegate Listener(int arity, bool isAsync)
    {
        var parameters = Enumerable.Range(0, arity).Select(_ => Expression.Parameter(typeof(int))).ToArray();
        Action<int[]> record = arguments => _ran.Add(string.Join(',', arguments));
        var call = Expression.Invoke(Expression.Constant(record), Expression.NewArrayInit(typeof(int), parameters));
        Expression body = isAsync ? Expression.Block(call, Expression.Constant(Task.CompletedTask, typeof(Task))) : call;
        return Expression.Lambda(body, parameters).Compile();
    }
}
