namespace Sockeye.Engine;

/// <summary>Tells a session's handler, on the thread pool and so under nobody's lock, that the session has ended.</summary>
internal sealed class SessionEnding(EngineSession session, CloseReason reason, string? detail) : IThreadPoolWorkItem
{
    public void Execute() => session.NotifyClosed(reason, detail);
}
