using System.Runtime.CompilerServices;

namespace Sockeye;

/// <summary>
/// One socket together with how to emit to it. Immutable: each call returns a new one.
/// </summary>
/// <remarks>Safe to use from many threads.</remarks>
public sealed class SocketOperator : ISocketEmitter
{
    private readonly Socket _socket;
    private readonly TimeSpan? _timeout;
    private readonly bool _volatile;
    private readonly bool _compress;

    internal SocketOperator(Socket socket, TimeSpan? timeout = null, bool isVolatile = false, bool compress = true)
    {
        _socket = socket;
        _timeout = timeout;
        _volatile = isVolatile;
        _compress = compress;
    }

    /// <summary>Gets this operator with packets dropped when the socket cannot take them at once.</summary>
    public SocketOperator Volatile => new(_socket, _timeout, isVolatile: true, _compress);

    /// <summary>Limits the time for acknowledgements.</summary>
    /// <param name="timeout">Longer than zero. It is kept to within 25 ms and never shortened.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not longer than zero.</exception>
    public SocketOperator Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return new(_socket, timeout, _volatile, _compress);
    }

    /// <summary>Says whether a transport that can compress may compress the packets.</summary>
    /// <param name="compress">Whether it may; it may by default.</param>
    public SocketOperator Compress(bool compress) => new(_socket, _timeout, _volatile, compress);

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) =>
        _socket.Send(eventName, id: null, arguments, _volatile, _compress);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default)
    {
        if (!_volatile)
        {
            return _socket.SendAsync(eventName, arguments.Span, _compress, cancellationToken);
        }

        Emit(eventName, arguments.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public Task<AckResult<TAnswer>> EmitArgumentsWithAckAsync<TAnswer>(
        string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        _socket.AskAsync<TAnswer>(eventName, arguments, _timeout, _volatile, _compress, cancellationToken);
}
