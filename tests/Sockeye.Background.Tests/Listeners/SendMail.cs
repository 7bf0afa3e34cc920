namespace Sockeye.Background.Tests.Listeners;

/// <summary>A listener with services; its first attempt fails.</summary>
public sealed class SendMail(Journal journal, Connection connection) : IBackgroundListener<Order>
{
    public Task HandleAsync(Order payload, JobContext context, CancellationToken cancellationToken)
    {
        connection.Open();
        journal.Open();
        journal.Lines.Enqueue($"{context.Listener} {payload.Number} attempt {context.Attempt}");
        return context.Attempt == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
    }
}
