namespace Sockeye.Server.Handlers;

/// <summary>Where a parameter of a handler method comes from.</summary>
internal enum ParameterOrigin
{
    /// <summary>The event's next argument.</summary>
    Argument,

    /// <summary>The acknowledgement, the token or all arguments: its type says so to the binding.</summary>
    Binding,

    /// <summary>The socket.</summary>
    Socket,

    /// <summary>The socket's namespace.</summary>
    Namespace,

    /// <summary>The socket's server.</summary>
    Server,

    /// <summary>What is known of the disconnect.</summary>
    Disconnect,

    /// <summary>The services of the event's scope.</summary>
    Service,
}
