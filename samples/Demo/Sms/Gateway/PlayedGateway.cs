using System.Security.Cryptography;
using System.Text;
using Demo.Work;
using Microsoft.AspNetCore.Mvc;

namespace Demo.Sms.Gateway;

/// <summary>An SMS gateway as one is rented: a key, an idempotency key, a message. It sends nothing and shows what it was given.</summary>
internal sealed class PlayedGateway(
    SmsSettings settings, GatewaySwitch onOff, GatewayOutbox outbox, GatewayJournal journal, ChangeFeed changes, TimeProvider time)
{
    private const int LongestKey = 200;
    private const int LongestText = 160;
    private const int LongestNumber = 20;

    /// <summary>Answers <c>POST /sms-gateway/messages</c>.</summary>
    public async Task<IResult> TakeAsync(
        TextMessage message,
        [FromHeader(Name = "Authorization")] string? authorization,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        if (!IsOurs(authorization))
        {
            return TypedResults.Problem("Send the key: Authorization: Bearer …", statusCode: StatusCodes.Status401Unauthorized);
        }

        var problems = Problems(message, idempotencyKey);
        if (problems.Count > 0)
        {
            return TypedResults.ValidationProblem(problems);
        }

        await Task.Delay(settings.AnswerAfter, time, cancellationToken);
        var status = await AnswerAsync(message, idempotencyKey!, cancellationToken);
        journal.Add(message.To, status);
        changes.Tell(ChangeFeed.Sms);
        return status == StatusCodes.Status503ServiceUnavailable
            ? TypedResults.Problem("The gateway was made to fail.", statusCode: status)
            : TypedResults.StatusCode(status);
    }

    private async Task<int> AnswerAsync(TextMessage message, string idempotencyKey, CancellationToken cancellationToken) =>
        onOff.IsFailing ? StatusCodes.Status503ServiceUnavailable
        : await outbox.AddAsync(message, idempotencyKey, cancellationToken) ? StatusCodes.Status202Accepted
        : StatusCodes.Status200OK;

    private bool IsOurs(string? authorization) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization ?? ""), Encoding.UTF8.GetBytes("Bearer " + settings.ApiKey));

    private static Dictionary<string, string[]> Problems(TextMessage message, string? idempotencyKey)
    {
        var problems = new Dictionary<string, string[]>();
        if (message.To is not { Length: > 0 and <= LongestNumber } to || !to.All(character => char.IsAsciiDigit(character) || character is '+' or ' '))
        {
            problems["to"] = [$"A telephone number has 1 to {LongestNumber} digits, spaces and a plus."];
        }

        if (string.IsNullOrWhiteSpace(message.Text) || message.Text.Length > LongestText)
        {
            problems["text"] = [$"A text has 1 to {LongestText} characters."];
        }

        if (idempotencyKey is not { Length: > 0 and <= LongestKey })
        {
            problems["Idempotency-Key"] = [$"An idempotency key has 1 to {LongestKey} characters."];
        }

        return problems;
    }
}
