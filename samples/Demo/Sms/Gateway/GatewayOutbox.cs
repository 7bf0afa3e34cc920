using Dapper;
using Demo.Data;

namespace Demo.Sms.Gateway;

/// <summary>What the gateway that the demo plays has taken to send.</summary>
internal sealed class GatewayOutbox(Database database, DatabaseWriter writer, TimeProvider time)
{
    private const int Shown = 50;

    private const string Insert =
        "insert or ignore into sms_outbox (idempotency_key, recipient, text, at) values (@idempotencyKey, @To, @Text, @at)";

    /// <summary>Takes a message.</summary>
    /// <returns>Whether it is the first one of its key.</returns>
    public Task<bool> AddAsync(TextMessage message, string idempotencyKey, CancellationToken cancellationToken)
    {
        var row = new { idempotencyKey, message.To, message.Text, at = time.GetUtcNow() };
        return writer.WriteAsync(connection => connection.Execute(Insert, row) == 1, cancellationToken: cancellationToken);
    }

    /// <summary>Gets the messages, those taken last first.</summary>
    public IReadOnlyList<TakenMessage> List()
    {
        using var connection = database.Open();
        return connection.Query<TakenMessage>("select recipient as \"to\", text, at from sms_outbox order by id desc limit @Shown", new { Shown }).AsList();
    }
}
