using Sockeye.Engine;

namespace Sockeye.Server.Connections;

/// <summary>Something a client has to do in time, lest its connection is closed.</summary>
internal sealed class ConnectionDeadline(Connection connection, string what) : WheelTimer
{
    /// <inheritdoc />
    protected override void OnDue() => connection.CloseForDeadline(what);
}
