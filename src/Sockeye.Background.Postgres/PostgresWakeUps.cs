using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sockeye.Background;

/// <summary>
/// Tells other nodes that something has happened, and hears of it from them, on one channel. It is a wake-up only and never one for each message: the first
/// in a while goes along in the transaction it tells of; what happens in the moment after is told by one more, beside the transactions, since those that
/// notify commit one after the other.
/// </summary>
internal sealed partial class PostgresWakeUps : IAsyncDisposable
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(5);

    // While emits go on, their transactions tell; a message of its own is for the last of them.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const string Notify = "SELECT pg_notify($1, $2)";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end = new();
    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly PostgresDatabase _database;
    private readonly string _channel;
    private readonly JobSignal _signal;
    private readonly TimeProvider _time;
    private readonly PostgresWatching _watching;
    private readonly ILogger _logger;
    private readonly Task _running;
    private long _quietUntil;
    private int _kinds;

    public PostgresWakeUps(PostgresDatabase database, string channel, JobSignal signal, TimeProvider time, ILogger logger)
    {
        (_database, _channel, _signal, _time, _logger) = (database, channel, signal, time, logger);
        _watching = new PostgresWatching(signal, time, Tell);
        _running = Task.WhenAll(Task.Run(ListenAsync), Task.Run(TellAsync));
    }

    /// <summary>Gives what a transaction may tell every node, this one too; <see langword="null"/> where something has been told a moment ago.</summary>
    public string? ClaimForAll(WakeUps kinds) => Claim(kinds) is null ? null : string.Create(CultureInfo.InvariantCulture, $"all {(int)kinds}");

    /// <summary>Gives what a transaction may tell others; <see langword="null"/> where something has been told a moment ago.</summary>
    public string? Claim(WakeUps kinds)
    {
        var (now, until) = (_time.GetTimestamp(), Interlocked.Read(ref _quietUntil));
        return now >= until && Interlocked.CompareExchange(ref _quietUntil, now + Ticks(Burst), until) == until ? Text((int)kinds) : null;
    }

    /// <summary>Wakes up who waits here, at once, and on other nodes, soon, unless the transaction has told them.</summary>
    public void Raise(WakeUps kinds, bool isTold = false)
    {
        _signal.Raise(kinds);
        if (!isTold)
        {
            Tell((int)kinds);
        }
    }

    /// <summary>Tells who watches one of these jobs here, and elsewhere if somebody watches there: that costs a notification only then.</summary>
    public void Changed(IEnumerable<long> jobIds)
    {
        _signal.RaiseChanged(jobIds);
        if (_watching.IsElsewhere)
        {
            Tell((int)WakeUps.Jobs);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _watching.DisposeAsync().ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _end.Dispose();
    }

    private void Tell(int kinds)
    {
        Interlocked.Or(ref _kinds, kinds);
        _wanted.Writer.TryWrite(true); // one that waits already tells of this too
    }

    private async Task TellAsync()
    {
        try
        {
            var isFailing = false;
            while (true)
            {
                await _wanted.Reader.ReadAsync(_end.Token).ConfigureAwait(false);
                await WaitForQuietAsync().ConfigureAwait(false);
                var kinds = Interlocked.Exchange(ref _kinds, 0);
                if (kinds == 0)
                {
                    continue; // the last one told of this too
                }

                Interlocked.Exchange(ref _quietUntil, _time.GetTimestamp() + Ticks(Burst));
                try
                {
                    var said = Text(kinds);
                    await _database.RunAsync(Notify, [PostgresValues.Text(_channel), PostgresValues.Text(said)], _end.Token).ConfigureAwait(false);
                    isFailing = false;
                }
                catch (JobStoreException exception)
                {
                    if (!isFailing)
                    {
                        Log.NotTold(_logger, _database.Name, exception);
                    }

                    isFailing = true;
                    await Task.Delay(Pause, _time, _end.Token).ConfigureAwait(false);
                    Tell(kinds);
                }
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            return;
        }
    }

    private async Task WaitForQuietAsync()
    {
        var left = Left();
        while (left > TimeSpan.Zero)
        {
            await Task.Delay(left, _time, _end.Token).ConfigureAwait(false);
            left = Volatile.Read(ref _kinds) == (int)WakeUps.Work ? Left() : TimeSpan.Zero;
        }

        TimeSpan Left() => _time.GetElapsedTime(_time.GetTimestamp(), Interlocked.Read(ref _quietUntil)) is var quiet && quiet > TimeSpan.Zero ? quiet + Grace : TimeSpan.Zero;
    }

    private async Task ListenAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (IsEnd(exception))
            {
                return;
            }
            catch (Exception exception) when (PostgresErrors.IsOurs(exception))
            {
                Log.Deaf(_logger, _database.Name, exception);
                await Task.Delay(Pause, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnceAsync()
    {
        var connection = await _database.Source.OpenConnectionAsync(_end.Token).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        connection.Notification += (_, told) => Hear(told.Payload);
        await RunAsync($"LISTEN {PostgresJobStore.Quote(_channel)}").ConfigureAwait(false);
        _signal.Raise(WakeUps.Work | WakeUps.Cancellation | WakeUps.Schedules | WakeUps.Jobs); // whatever was told while nobody listened
        await RunAsync(Notify, PostgresValues.Text(_channel), PostgresValues.Text(Text(_watching.WhenHeard()))).ConfigureAwait(false);
        while (true)
        {
            if (!await connection.WaitAsync(Silence, _end.Token).ConfigureAwait(false))
            {
                await RunAsync("SELECT 1").ConfigureAwait(false); // a connection that is lost without a word
            }
        }

        async Task RunAsync(string sql, params NpgsqlParameter[] parameters)
        {
            using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddRange(parameters);
            await command.ExecuteNonQueryAsync(_end.Token).ConfigureAwait(false);
        }
    }

    private string Text(int kinds) => string.Create(CultureInfo.InvariantCulture, $"{_node} {kinds}");

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    // An application may dispose of its source before the store.
    private bool IsEnd(Exception exception) => exception is ObjectDisposedException || (exception is OperationCanceledException && _end.IsCancellationRequested);

    private void Hear(string payload)
    {
        var parts = payload.Split(' ');
        if (parts.Length == 2 && parts[0] != _node && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kinds))
        {
            _watching.Hear(kinds);
            _signal.Raise((WakeUps)(kinds & ~(PostgresWatching.Here | PostgresWatching.Asking)));
        }
    }
}
