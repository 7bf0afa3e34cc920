using System.Globalization;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Leaks;

/// <summary>
/// Clients connect, join, emit, acknowledge and drop, in every way there is, thousands of times over each transport. Afterwards the server holds
/// what it held after the first few hundred.
/// </summary>
[Collection(nameof(Alone))]
public class LeakTests
{
    /// <summary>So many live at once, and then the clock moves.</summary>
    private const int Round = 1_000;

    /// <summary>So many bytes of a life may be left: less than the smallest object.</summary>
    private const long BytesPerLife = 20;

    /// <summary>So many may come and go with the framework's pools, and tables that have grown once.</summary>
    private const long PoolsAndTables = 200_000;

    /// <summary>How often all live anew. Pools grow until they are as large as the load has them, which is the machine's doing; a leak grows each time.</summary>
    private const int Spans = 4;

    [Theory]
    [InlineData(nameof(Transport.Http2), 2_000)]
    [InlineData(nameof(Transport.Upgraded), 20_000)]
    [InlineData(nameof(Transport.Polling), 20_000)]
    [InlineData(nameof(Transport.WebSocket), 20_000)]
    [InlineData(nameof(Transport.Revision3Polling), 5_000)]
    [InlineData(nameof(Transport.Revision3WebSocket), 5_000)]
    [InlineData(nameof(Transport.Deflate), 5_000)]
    public async Task Nothing_is_left_of_clients_that_have_left(string transport, int lives)
    {
        await using var host = await LeakHost.StartAsync(Enum.Parse<Transport>(transport));
        var before = await LiveAsync(host, Enum.Parse<Transport>(transport), 0, 2 * Round);
        before = await LiveAsync(host, Enum.Parse<Transport>(transport), 2 * Round, Round);
        var after = before;
        var most = PoolsAndTables + (BytesPerLife * lives);
        for (var span = 0; span == 0 || (span < Spans && after.HeapBytes - before.HeapBytes > most); span++)
        {
            before = after;
            for (var lived = 0; lived < lives; lived += Round)
            {
                after = await LiveAsync(host, Enum.Parse<Transport>(transport), lived, Round);
            }
        }

        Assert.Equal(new Census(0, 0, Namespaces: 1, 0, 0, 0, 0, before.HeapBytes), after with { HeapBytes = before.HeapBytes });
        var left = (double)(after.HeapBytes - before.HeapBytes) / lives;
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{transport}: {left:0.0} bytes of heap per life: {before.HeapBytes} before, {after.HeapBytes} after."));
        Assert.InRange(after.HeapBytes - before.HeapBytes, long.MinValue, most);
    }

    private static async Task<Census> LiveAsync(LeakHost host, Transport transport, int first, int count)
    {
        var token = TestContext.Current.CancellationToken;
        await Parallel.ForAsync(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = token }, async (index, _) =>
        {
            var life = Create(transport, host, index);
            try
            {
                await life.RunAsync().DefaultTimeout();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Life {index}, which was to end as {life.Drop}: {exception.Message}", exception);
            }
        });
        return await host.SettleAsync(silent: count / Enum.GetValues<Drop>().Length);
    }

    private static Life Create(Transport transport, LeakHost host, int index) => transport switch
    {
        Transport.Polling => new PollingLife { Host = host, Index = index },
        Transport.WebSocket => new WebSocketLife { Host = host, Index = index },
        Transport.Upgraded => new UpgradedLife { Host = host, Index = index },
        Transport.Revision3Polling => new Revision3PollingLife { Host = host, Index = index },
        Transport.Revision3WebSocket => new Revision3WebSocketLife { Host = host, Index = index },
        _ => new FrameworkLife { Host = host, Index = index },
    };
}
