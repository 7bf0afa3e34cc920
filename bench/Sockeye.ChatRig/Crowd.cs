using System.Diagnostics;

namespace Sockeye.ChatRig;

/// <summary>All clients, and the pace at which they talk.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int AtOnce = 32;
    private const int Stride = 7919; // prime: who speaks next lives elsewhere
    private const int GroupEvery = 4; // a message in so many goes to a group
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ChatClient[] _clients;
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseCookies = false });
    private readonly Ledger _ledger;

    public Crowd(int clients, string run, Ledger ledger)
    {
        _ledger = ledger;
        _clients = [.. Enumerable.Range(0, clients).Select(client => new ChatClient(client, run, ledger))];
    }

    public Task ConnectAsync(Uri server, IReadOnlyList<string> cookies) => Parallel.ForEachAsync(
        Enumerable.Range(0, _clients.Length),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (client, cancellationToken) => await _clients[client].ConnectAsync(server, _invoker, cookies[client], cancellationToken));

    /// <summary>Sends all messages, each when it is due: one that is late because those before it were waits in its own figure.</summary>
    public async Task TalkAsync(int rate)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var message = 0; message < _ledger.Messages; message++)
        {
            var due = begin + (long)(message * (double)Stopwatch.Frequency / rate);
            var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, TimeProvider.System);
            }

            var client = (int)((long)message * Stride % _clients.Length);
            var isGroup = message / 7 % GroupEvery == 0; // 7 shares no divisor with the number of clients
            _ledger.Sent(message, due, isGroup ? Population.GroupSize : 2);
            if (message % rate == 0)
            {
                await _clients[message / rate / 2 % _clients.Length].TurnAwayAsync(message / rate % 2 == 0); // each second somebody goes away or is back
            }

            await _clients[client].SayAsync(message, isGroup ? Population.GroupOf(client) : Population.DirectOf(client));
        }
    }

    /// <summary>Waits until everybody has everything, or nothing more can be hoped for.</summary>
    public async Task SettleAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        while (_ledger.Read() is not (0, 0, _) && Stopwatch.GetElapsedTime(begin) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Waits until everybody sees all their contacts online.</summary>
    /// <returns>How many do not.</returns>
    public async Task<int> MeetAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        int strangers;
        while ((strangers = _clients.Count(static client => client.Online.Values.Count(static online => online) != Population.GroupSize - 1)) > 0
            && Stopwatch.GetElapsedTime(begin) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return strangers;
    }

    /// <summary>Gets why connections ended that nobody ended.</summary>
    public IReadOnlyList<string> Failures() => [.. _clients.Where(static client => client.Failure is not null).Select(static client => client.Failure!.Message)];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        _invoker.Dispose();
    }
}
