namespace Demo.Sms.Gateway;

/// <summary>What the switch on the page says.</summary>
internal sealed record GatewayChange(bool? IsFailing);
