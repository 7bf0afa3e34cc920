using Demo.Sms.Gateway;

namespace Demo.Sms;

/// <summary>What the page about the gateway shows.</summary>
internal sealed record GatewayReport(
    Uri Gateway,
    bool IsFailing,
    string Circuit,
    IReadOnlyList<CircuitNote> Changes,
    IReadOnlyList<GatewayRequest> Requests,
    IReadOnlyList<TakenMessage> Messages);
