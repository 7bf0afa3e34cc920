using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Reads the arguments of a packet one after the other, each as the type the handler asks for.</summary>
internal ref struct ArgumentReader
{
    /// <summary>The decoder has checked the depth.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>The message of a JSON error has the path in it, and so the keys of the peer's objects.</summary>
    private const int LongestReason = 1024;

    private readonly ref readonly EventInvocation _event;
    private Utf8JsonReader _json;
    private int _position;
    private int _parameter;
    private int _unpacked;

    public ArgumentReader(ref readonly EventInvocation invocation)
    {
        _event = ref invocation;
        ref readonly var arguments = ref invocation.Borrowed;
        if (arguments.Count == 0 || arguments.IsPacked)
        {
            return;
        }

        _json = new Utf8JsonReader(arguments.Array.Span, Options);
        for (var i = 0; i <= arguments.Skipped; i++)
        {
            _json.Read(); // the bracket and the event name
        }
    }

    /// <summary>Gets whether the handler takes the acknowledgement into its own hands.</summary>
    public bool AckWasTaken { get; private set; }

    /// <summary>What a parameter of a handler is given: what the invocation has for it, what its type says, or the next argument.</summary>
    [return: MaybeNull]
    public T Parameter<T>()
    {
        if (_event.Parameters is { } parameters && parameters.TryGet(_parameter++, out var given))
        {
            return (T?)given;
        }

        if (typeof(T) == typeof(Ack))
        {
            AckWasTaken = true;
            return (T)(object)(_event.Ack ?? Ack.Unwanted);
        }

        if (typeof(T) == typeof(CancellationToken))
        {
            return (T)(object)_event.Aborted;
        }

        return typeof(T) == typeof(EventArguments) ? (T)(object)_event.Borrowed.Detach(_event.Serializer) : Next<T>();
    }

    [return: MaybeNull]
    public T Next<T>()
    {
        var position = _position++;
        if (position >= _event.Borrowed.Count)
        {
            return default(T) is null ? default : throw Unreadable<T>(position, "is missing");
        }

        try
        {
            if (_event.Borrowed.IsPacked)
            {
                return Unpack<T>();
            }

            _json.Read();
            return _event.Serializer.Read<T>(ref _json, _event.Borrowed.AttachmentArray);
        }
        catch (Exception exception) when (exception is not EventArgumentException)
        {
            throw Unreadable<T>(position, "cannot be read", Bound(exception));
        }
    }

    public void Skip(int count)
    {
        var skipped = Math.Min(count, _event.Borrowed.Count - _position);
        if (_event.Borrowed.IsPacked)
        {
            for (var i = 0; i < skipped; i++)
            {
                _unpacked += PackCheck.LengthOfFirst(_event.Borrowed.Elements[_unpacked..]);
            }

            _position += count;
            return;
        }

        for (var i = 0; i < skipped; i++)
        {
            _json.Read();
            _json.Skip();
        }

        _position += count;
    }

    [return: MaybeNull]
    private T Unpack<T>()
    {
        var rest = _event.Borrowed.Elements[_unpacked..];
        var reader = new PackReader(rest);
        try
        {
            return PackedValues.Read<T>(ref reader, _event.Serializer);
        }
        finally
        {
            _unpacked += reader.Position;
        }
    }

    private static Exception Bound(Exception exception) =>
        exception.Message.Length <= LongestReason ? exception : new JsonException(exception.Message[..LongestReason]);

    private readonly EventArgumentException Unreadable<T>(int position, string problem, Exception? innerException = null) =>
        new(_event.EventName, position, typeof(T), problem, innerException);
}
