using System.Threading.Channels;
using Demo.Work;
using Sockeye;

namespace Demo.Orders;

/// <summary>Watches the jobs of orders that are under way, and tells their customers' sockets whenever a step has changed.</summary>
internal sealed partial class OrderFollower(
    OrderProgress progress, IJobs jobs, SocketServer io, ChangeFeed changes, TimeProvider time, ILogger<OrderFollower> logger) : BackgroundService
{
    private const int Most = 1000;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);
    private readonly Channel<Order> _asked = Channel.CreateBounded<Order>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Dictionary<long, Followed> _followed = [];

    /// <summary>Follows an order until all of its steps have ended. To ask again is to look again: a step that had ended may have been replayed.</summary>
    public void Follow(Order order) => _asked.Writer.TryWrite(order);

    /// <summary>Gets the room of a customer's sockets.</summary>
    public static string RoomOf(string customer) => "customer " + customer;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var order in _asked.Reader.ReadAllAsync(stoppingToken))
            {
                await BeginAsync(order, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops: the only way out.
        }
        finally
        {
            await Task.WhenAll(_followed.Values.Select(static followed => followed.EndAsync()));
        }
    }

    private async Task BeginAsync(Order order, CancellationToken stoppingToken)
    {
        foreach (var (number, ended) in _followed.Where(static entry => entry.Value.HasEnded).ToArray())
        {
            await ended.EndAsync();
            _followed.Remove(number);
        }

        if (_followed.Remove(order.Number, out var former))
        {
            await former.EndAsync();
        }

        if (_followed.Count < Most)
        {
            _followed.Add(order.Number, new Followed(former?.Last ?? [], followed => FollowAsync(order, followed), stoppingToken));
        }
    }

    private async Task FollowAsync(Order order, Followed followed)
    {
        while (true)
        {
            try
            {
                await WatchAsync(order, followed);
                return;
            }
            catch (JobStoreException exception)
            {
                LogNotSeen(logger, order.Number, exception);
                await Task.Delay(Late, time, followed.Token);
            }
        }
    }

    private async Task WatchAsync(Order order, Followed followed)
    {
        // The jobs come together, a moment after the order: when the outbox has been emptied.
        IReadOnlyList<Job> found;
        for (var pause = Soon; (found = await progress.JobsAsync(order, followed.Token)).Count == 0; pause = pause < Late ? 2 * pause : Late)
        {
            await Task.Delay(pause, time, followed.Token);
        }

        var known = found.ToDictionary(static job => job.Id);
        var news = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
        var watching = WatchAllAsync(known.Keys, news.Writer, followed.Token);
        do
        {
            while (news.Reader.TryRead(out var job))
            {
                known[job.Id] = job;
            }

            Tell(order, followed, OrderProgress.Steps(order, known.Values));
        }
        while (await news.Reader.WaitToReadAsync(CancellationToken.None)); // it ends with those who write to it

        await watching;
    }

    private async Task WatchAllAsync(IEnumerable<long> ids, ChannelWriter<Job> news, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(ids.Select(WatchOneAsync).ToArray());
        }
        finally
        {
            news.Complete();
        }

        async Task WatchOneAsync(long id)
        {
            await foreach (var job in jobs.WatchAsync(id, cancellationToken))
            {
                news.TryWrite(job);
            }
        }
    }

    private void Tell(Order order, Followed followed, IReadOnlyList<OrderStep> steps)
    {
        if (!steps.SequenceEqual(followed.Last))
        {
            followed.Last = steps;
            io.Of(OrdersFeature.Namespace).To(RoomOf(order.Customer)).Emit(OrderEvents.Changed, OrderView.Of(order, steps));
            changes.Tell(ChangeFeed.Jobs);
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "The steps of order {Number} could not be seen; they are looked at again.")]
    private static partial void LogNotSeen(ILogger logger, long number, Exception exception);
}
