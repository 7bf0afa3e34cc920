using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Reads the arguments of a packet one after the other, each as the type the handler asks for.</summary>
internal ref struct ArgumentReader
{
    /// <summary>The decoder has checked the depth.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    private readonly IncomingArguments _arguments;
    private readonly PayloadSerializer _serializer;
    private readonly string? _eventName;
    private readonly Ack? _ack;
    private readonly CancellationToken _aborted;
    private Utf8JsonReader _json;
    private int _position;

    public ArgumentReader(IncomingArguments arguments, PayloadSerializer serializer, string? eventName)
    {
        _arguments = arguments;
        _serializer = serializer;
        _eventName = eventName;
        _json = new Utf8JsonReader(arguments.Array.Span, Options);
        for (var i = 0; i <= arguments.Skipped && arguments.Count > 0; i++)
        {
            _json.Read(); // the bracket and the event name
        }
    }

    private ArgumentReader(IncomingArguments arguments, in EventInvocation invocation)
        : this(arguments, invocation.Serializer, invocation.EventName)
    {
        _ack = invocation.Ack;
        _aborted = invocation.Aborted;
    }

    public static ArgumentReader Of(in EventInvocation invocation)
    {
        var arguments = invocation.Arguments;
        return new ArgumentReader(arguments, invocation);
    }

    /// <summary>Gets whether the handler takes the acknowledgement into its own hands.</summary>
    public bool AckWasTaken { get; private set; }

    /// <summary>What a parameter of a handler is given: the next argument, or what its type says.</summary>
    [return: MaybeNull]
    public T Parameter<T>()
    {
        if (typeof(T) == typeof(Ack))
        {
            AckWasTaken = true;
            return (T)(object)(_ack ?? Ack.Unwanted);
        }

        if (typeof(T) == typeof(CancellationToken))
        {
            return (T)(object)_aborted;
        }

        return typeof(T) == typeof(EventArguments) ? (T)(object)_arguments.Detach(_serializer) : Next<T>();
    }

    [return: MaybeNull]
    public T Next<T>()
    {
        var position = _position++;
        if (position >= _arguments.Count)
        {
            return default(T) is null ? default : throw Unreadable<T>(position, "is missing");
        }

        try
        {
            _json.Read();
            return _serializer.Read<T>(ref _json, _arguments.AttachmentArray);
        }
        catch (Exception exception) when (exception is not EventArgumentException)
        {
            throw Unreadable<T>(position, "cannot be read", exception);
        }
    }

    public void Skip(int count)
    {
        var skipped = Math.Min(count, _arguments.Count - _position);
        for (var i = 0; i < skipped; i++)
        {
            _json.Read();
            _json.Skip();
        }

        _position += count;
    }

    private readonly EventArgumentException Unreadable<T>(int position, string problem, Exception? innerException = null) =>
        new(_eventName, position, typeof(T), problem, innerException);
}
