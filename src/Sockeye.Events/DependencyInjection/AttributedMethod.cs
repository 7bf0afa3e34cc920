using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>A method with an attribute that makes it a listener.</summary>
internal sealed class AttributedMethod : HandlerMethod
{
    private const int MaxArguments = 8;
    private readonly MethodInfo _method;
    private readonly bool _takesToken;
    private MethodInvoker? _invoker;

    public AttributedMethod(Type handler, MethodInfo method, IListenerAttribute attribute)
        : base(handler, attribute.GetEventName(method), attribute.IsOnce, attribute.Order)
    {
        _method = method;
        var types = Array.ConvertAll(method.GetParameters(), static parameter => parameter.ParameterType);
        _takesToken = types is [.., var last] && last == typeof(CancellationToken);
        ParameterTypes = _takesToken ? types[..^1] : types;
    }

    public override string Name => $"{TypeNames.Of(Handler)}.{_method.Name}";

    public override Type[] ParameterTypes { get; }

    public override bool IsAsync => _method.ReturnType != typeof(void);

    public override string? Problem =>
        !_method.IsPublic || _method.IsStatic ? "must be a public instance method"
        : _method.ContainsGenericParameters ? "must not be generic"
        : Array.Exists(ParameterTypes, static type => type.IsByRef || type.IsByRefLike) ? "must not take its arguments by reference"
        : ParameterTypes.Length > MaxArguments ? $"takes {ParameterTypes.Length} arguments and an event has {MaxArguments} at most"
        : IsAsyncVoid ? "is async void, which nobody can wait for: it must return Task or ValueTask"
        : _method.ReturnType == typeof(void) || _method.ReturnType == typeof(ValueTask) || typeof(Task).IsAssignableFrom(_method.ReturnType) ? null
        : $"returns {TypeNames.Of(_method.ReturnType)} and must return void, Task or ValueTask";

    private bool IsAsyncVoid => _method.ReturnType == typeof(void) && _method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false);

    public override Task? Run<TArguments>(object handler, in TArguments arguments, CancellationToken cancellationToken)
    {
        var values = new object?[ParameterTypes.Length + (_takesToken ? 1 : 0)];
        for (var i = 0; i < ParameterTypes.Length; i++)
        {
            values[i] = arguments.Get<object?>(i);
        }

        if (_takesToken)
        {
            values[^1] = cancellationToken;
        }

        return (_invoker ??= MethodInvoker.Create(_method)).Invoke(handler, values.AsSpan()) switch
        {
            Task task => task,
            ValueTask task => task.AsTask(),
            _ => null,
        };
    }
}
