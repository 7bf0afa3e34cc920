namespace Sockeye.Engine;

/// <summary>Tells a session's handler, on the thread pool and so under nobody's lock, that the session has ended.</summary>
internal sealed partial class SessionEnding(EngineSession session, CloseReason reason, string? detail) : IThreadPoolWorkItem
{
    public void Execute()
    {
        Log.SessionClosed(session.Server.Logger, session.Id, reason, detail);
        if (reason == CloseReason.SlowClient)
        {
            session.Server.Slowness.OnSlowClient(session.Transport);
        }

        session.Server.Instruments.OnClosed(session, reason);
        session.NotifyClosed(reason, detail);
    }
}
