namespace Demo.Sms.Gateway;

/// <summary>A message that the gateway has taken.</summary>
internal sealed record TakenMessage
{
    public required string To { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }
}
