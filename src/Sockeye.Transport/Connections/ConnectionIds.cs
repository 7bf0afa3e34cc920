using System.Globalization;

namespace Sockeye.Transport.Connections;

/// <summary>Names for connections, for the log.</summary>
internal static class ConnectionIds
{
    private static readonly string Process = Guid.NewGuid().ToString("N")[..8];
    private static long _last;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Process}-{Interlocked.Increment(ref _last):x}");
}
