using System.Runtime.InteropServices;

namespace Sockeye.Transport.Readiness;

/// <summary>What a <see cref="ReadinessLoop"/> watches.</summary>
internal interface IWatchedSocket
{
    SafeHandle Handle { get; }

    /// <summary>Notes what the socket has become ready for, and acts on it on the thread pool. Never blocks.</summary>
    /// <remarks>It may be told of more than there is: of what a former socket of the same number was ready for.</remarks>
    void OnReady(SocketReadiness readiness);
}
