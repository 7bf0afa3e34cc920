using Demo.Work;
using Sockeye;

namespace Demo.Orders.Steps;

/// <summary>Who listens to <c>order.placed</c>, and in which queues their work waits.</summary>
internal static class OrderListeners
{
    /// <summary>Gets their names in the order the pages show them.</summary>
    public static IReadOnlyList<string> Names { get; } = [nameof(TakeFromStock), nameof(SendConfirmation), nameof(TextSeller), nameof(TextAdmin)];

    public static void Add(SockeyeBackgroundBuilder background, RetrySettings retry) => background
        .On<Order, TakeFromStock>(OrderEvents.Placed, configure: options => Set(options, Queues.Stock, retry))
        .On<Order, SendConfirmation>(OrderEvents.Placed, configure: options => Set(options, Queues.Mail, retry))
        .On<Order, TextSeller>(OrderEvents.Placed, configure: options => Set(options, Queues.Sms, retry))
        .On<Order, TextAdmin>(OrderEvents.Placed, configure: options => Set(options, Queues.Sms, retry));

    private static void Set(BackgroundListenerOptions options, string queue, RetrySettings retry)
    {
        options.Queue = queue;
        retry.ApplyTo(options.Retry);
    }
}
