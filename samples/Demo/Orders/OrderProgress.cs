using Demo.Orders.Steps;
using Sockeye;

namespace Demo.Orders;

/// <summary>Tells how far the background has got with an order.</summary>
internal sealed class OrderProgress(IJobs jobs)
{
    /// <summary>Gets the steps, in the order the page shows them. They stand as not begun until the outbox has been emptied, a moment after the order.</summary>
    public async Task<IReadOnlyList<OrderStep>> StepsAsync(Order order, CancellationToken cancellationToken) =>
        Steps(order, await JobsAsync(order, cancellationToken));

    /// <summary>Gets the jobs of an order; none until the outbox has been emptied.</summary>
    public ValueTask<IReadOnlyList<Job>> JobsAsync(Order order, CancellationToken cancellationToken) =>
        jobs.ListAsync(new JobFilter { UniqueKey = order.EventKey }, cancellationToken: cancellationToken);

    /// <summary>Makes the steps of the jobs as they are.</summary>
    public static IReadOnlyList<OrderStep> Steps(Order order, IEnumerable<Job> found)
    {
        var steps = found.ToDictionary(job => job.Listener, job => OrderStep.Of(job, order));
        return [.. OrderListeners.Names.Select(name => steps.GetValueOrDefault(name) ?? OrderStep.NotBegun(name))];
    }

    public async Task<OrderView> ViewAsync(Order order, CancellationToken cancellationToken) =>
        OrderView.Of(order, await StepsAsync(order, cancellationToken));
}
