namespace Demo.Sms.Gateway;

/// <summary>A request that reached the gateway.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="To">Whom the message was for.</param>
/// <param name="Status">The HTTP status of the answer.</param>
internal sealed record GatewayRequest(DateTimeOffset At, string? To, int Status);
