namespace Sockeye;

/// <summary>What handler classes share a scope of services.</summary>
public enum HandlerScope
{
    /// <summary>
    /// All handlers of one emission: a scoped service is one and the same to them. Asynchronous handlers run at the same time unless the event is
    /// emitted with <c>EmitAsync</c>; what they share must stand that.
    /// </summary>
    Emission,

    /// <summary>Nobody: each handler that runs has a scope of its own.</summary>
    Handler,
}
