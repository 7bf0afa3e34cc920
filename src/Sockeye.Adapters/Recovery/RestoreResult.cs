using System.Diagnostics.CodeAnalysis;

namespace Sockeye.Adapters;

/// <summary>A session that a client comes back to, or why it does not.</summary>
public readonly struct RestoreResult
{
    private RestoreResult(RecoverableSession? session, RecoveryFailure failure)
    {
        Session = session;
        Failure = failure;
    }

    /// <summary>Gets the session; <see langword="null"/> where there is none for this client.</summary>
    public RecoverableSession? Session { get; }

    /// <summary>Gets why there is none; of no meaning where there is.</summary>
    public RecoveryFailure Failure { get; }

    /// <summary>Gets whether there is a session.</summary>
    [MemberNotNullWhen(true, nameof(Session))]
    public bool IsRestored => Session is not null;

    /// <summary>Makes the result that hands a session out.</summary>
    /// <param name="session">The session, which nobody else is given from now on.</param>
    public static RestoreResult Restored(RecoverableSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(session, default);
    }

    /// <summary>Makes the result that says why there is none.</summary>
    /// <param name="failure">Why.</param>
    public static RestoreResult Refused(RecoveryFailure failure) => new(null, failure);
}
