using System.Runtime.InteropServices;
using Sockeye.TestKit;
using Sockeye.Transport.Readiness;

namespace Sockeye.Transport.Tests.Readiness;

public sealed class WatchedSocketsTests
{
    [Fact]
    public void A_socket_is_found_by_its_number_until_it_is_removed()
    {
        var sockets = new WatchedSockets();
        var socket = new Watched();

        var token = sockets.Add(socket);
        Assert.Same(socket, sockets[token]);

        sockets.Remove(token);
        Assert.Null(sockets[token]);
    }

    [Fact]
    public void Numbers_are_used_again_so_that_they_stay_small()
    {
        var sockets = new WatchedSockets();
        for (var i = 0; i < 10_000; i++)
        {
            var (first, second) = (sockets.Add(new Watched()), sockets.Add(new Watched()));
            Assert.InRange(first, 0, 1);
            Assert.InRange(second, 0, 1);
            sockets.Remove(first);
            sockets.Remove(second);
        }
    }

    [Fact]
    public async Task Many_threads_add_find_and_remove_at_once()
    {
        var sockets = new WatchedSockets();
        var kept = new (int Token, Watched Socket)[4][];

        await Task.WhenAll(Enumerable.Range(0, kept.Length).Select(thread => Task.Run(() => kept[thread] = AddMany(sockets), TestContext.Current.CancellationToken))).DefaultTimeout();

        var all = kept.SelectMany(static some => some).ToArray();
        Assert.Equal(all.Length, all.Select(static one => one.Token).Distinct().Count());
        Assert.All(all, one => Assert.Same(one.Socket, sockets[one.Token]));
    }

    private static (int Token, Watched Socket)[] AddMany(WatchedSockets sockets)
    {
        var kept = new List<(int, Watched)>();
        for (var i = 0; i < 5_000; i++)
        {
            var socket = new Watched();
            var token = sockets.Add(socket);
            Assert.Same(socket, sockets[token]);
            if (i % 3 == 0)
            {
                sockets.Remove(token);
            }
            else
            {
                kept.Add((token, socket));
            }
        }

        return [.. kept];
    }

    private sealed class Watched : IWatchedSocket
    {
        public SafeHandle Handle => throw new NotSupportedException();

        public void OnReady(SocketReadiness readiness) => throw new NotSupportedException();
    }
}
