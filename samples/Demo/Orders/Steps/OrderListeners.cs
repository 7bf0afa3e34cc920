using Demo.Work;
using Sockeye;

namespace Demo.Orders.Steps;

/// <summary>Who listens to <c>order.placed</c>, and in which queues their work waits.</summary>
internal static class OrderListeners
{
    /// <summary>Gets their names in the order the pages show them.</summary>
    public static IReadOnlyList<string> Names { get; } = [nameof(TakeFromStock), nameof(SendConfirmation), nameof(TextSeller), nameof(TextAdmin)];

    public static void Add(SockeyeBackgroundBuilder background, WorkSettings work) => background
        .On<Order, TakeFromStock>(OrderEvents.Placed, configure: options => work.ApplyTo(options, Queues.Stock))
        .On<Order, SendConfirmation>(OrderEvents.Placed, configure: options => work.ApplyTo(options, Queues.Mail))
        .On<Order, TextSeller>(OrderEvents.Placed, configure: options => work.ApplyTo(options, Queues.Sms))
        .On<Order, TextAdmin>(OrderEvents.Placed, configure: options => work.ApplyTo(options, Queues.Sms));
}
