namespace Demo.Sms.Gateway;

/// <summary>Makes the gateway that the demo plays fail, and work again. It works when the demo starts.</summary>
internal sealed class GatewaySwitch
{
    private volatile bool _isFailing;

    public bool IsFailing { get => _isFailing; set => _isFailing = value; }
}
