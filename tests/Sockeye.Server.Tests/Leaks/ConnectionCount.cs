using Microsoft.AspNetCore.Connections;

namespace Sockeye.Server.Tests.Leaks;

/// <summary>Counts the TCP connections that the web server holds.</summary>
internal sealed class ConnectionCount
{
    private int _connections;

    public int Connections => Volatile.Read(ref _connections);

    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    };
}
