using System.Diagnostics.CodeAnalysis;
using Sockeye.Protocol.SocketIO;

namespace Sockeye;

/// <summary>One event on its way to a handler.</summary>
public readonly struct EventInvocation
{
    private readonly IncomingArguments _arguments;

    /// <summary>Gets the name of the event.</summary>
    public required string EventName { get; init; }

    /// <summary>Gets the arguments as they came.</summary>
    public required IncomingArguments Arguments
    {
        get => _arguments;
        init => _arguments = value;
    }

    /// <summary>Gets what reads the arguments.</summary>
    public required PayloadSerializer Serializer { get; init; }

    /// <summary>Gets the answer, or <see langword="null"/> where the sender wants none.</summary>
    public Ack? Ack { get; init; }

    /// <summary>Gets what a handler's <see cref="CancellationToken"/> is: cancelled when the socket disconnects.</summary>
    public CancellationToken Aborted { get; init; }

    /// <summary>Gets what the event arrived at, or <see langword="null"/> where it is no socket.</summary>
    public SocketEventSource? Source { get; init; }

    /// <summary>Gets what gives the handler the parameters that are no arguments of the event; <see langword="null"/> where all of them are.</summary>
    public IParameterSource? Parameters { get; init; }

    /// <summary>The arguments without a copy of their struct.</summary>
    [UnscopedRef]
    internal ref readonly IncomingArguments Borrowed => ref _arguments;
}
