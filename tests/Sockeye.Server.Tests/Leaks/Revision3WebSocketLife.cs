namespace Sockeye.Server.Tests.Leaks;

/// <summary>A life over a WebSocket as clients of protocol revision 3 have it.</summary>
internal sealed class Revision3WebSocketLife : WebSocketLife
{
    protected override int Revision => 3;

    protected override bool EntersByItself => true;
}
