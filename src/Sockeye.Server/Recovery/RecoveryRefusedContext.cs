namespace Sockeye;

/// <summary>A client wanted to come back to its session and is given a new one, which is not an error to it.</summary>
public sealed class RecoveryRefusedContext
{
    internal RecoveryRefusedContext(Namespace ns, Handshake handshake, RecoveryFailure reason)
    {
        Namespace = ns;
        Handshake = handshake;
        Reason = reason;
    }

    /// <summary>Gets the namespace.</summary>
    public Namespace Namespace { get; }

    /// <summary>Gets what the client presented. Its payload holds the secret of the session that it asked for.</summary>
    public Handshake Handshake { get; }

    /// <summary>Gets why.</summary>
    public RecoveryFailure Reason { get; }
}
