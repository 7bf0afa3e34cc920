using System.Threading.Channels;
using Demo.Work;
using Sockeye;

namespace Demo.Orders;

/// <summary>Looks at orders that are under way, and tells their customers' sockets whenever a step has changed.</summary>
internal sealed partial class OrderFollower(
    OrderProgress progress, SocketServer io, ChangeFeed changes, TimeProvider time, ILogger<OrderFollower> logger) : BackgroundService
{
    private const int Most = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);
    private readonly Channel<Order> _asked = Channel.CreateBounded<Order>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Dictionary<long, Followed> _followed = [];

    /// <summary>Follows an order until all of its steps have ended. To ask twice is to ask once.</summary>
    public void Follow(Order order) => _asked.Writer.TryWrite(order);

    /// <summary>Gets the room of a customer's sockets.</summary>
    public static string RoomOf(string customer) => "customer " + customer;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await NextAsync(timer, stoppingToken))
            {
                await LookAroundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops: the only way out.
        }
    }

    private async Task LookAroundAsync(CancellationToken stoppingToken)
    {
        while (_asked.Reader.TryRead(out var order))
        {
            _followed.TryAdd(order.Number, new Followed(order, []));
        }

        foreach (var followed in _followed.Values.ToArray())
        {
            await LookAsync(followed, stoppingToken);
        }
    }

    // While there is nothing to follow there is nothing to do.
    private ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken) =>
        _followed.Count == 0 ? _asked.Reader.WaitToReadAsync(stoppingToken) : timer.WaitForNextTickAsync(stoppingToken);

    private async Task LookAsync(Followed followed, CancellationToken stoppingToken)
    {
        var (order, last) = followed;
        IReadOnlyList<OrderStep> steps;
        try
        {
            steps = await progress.StepsAsync(order, stoppingToken);
        }
        catch (JobStoreException exception)
        {
            LogNotSeen(logger, order.Number, exception);
            return;
        }

        if (!steps.SequenceEqual(last))
        {
            io.Of(OrdersFeature.Namespace).To(RoomOf(order.Customer)).Emit(OrderEvents.Changed, OrderView.Of(order, steps));
            changes.Tell(ChangeFeed.Jobs);
        }

        if (steps.All(step => step.HasEnded))
        {
            _followed.Remove(order.Number);
        }
        else
        {
            _followed[order.Number] = followed with { Last = steps };
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "The steps of order {Number} could not be seen; they are looked at again.")]
    private static partial void LogNotSeen(ILogger logger, long number, Exception exception);

    private sealed record Followed(Order Order, IReadOnlyList<OrderStep> Last);
}
