namespace Sockeye.Server.Tests.Leaks;

internal enum Transport
{
    Polling,
    WebSocket,
    Upgraded,
    Revision3Polling,
    Revision3WebSocket,
    Deflate,
    Http2,
}
