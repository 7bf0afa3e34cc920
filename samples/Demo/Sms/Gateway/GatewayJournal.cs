namespace Demo.Sms.Gateway;

/// <summary>The latest requests that reached the gateway, and what it answered. While the circuit is open there are none.</summary>
internal sealed class GatewayJournal(TimeProvider time)
{
    private const int Kept = 30;
    private readonly Lock _gate = new();
    private readonly LinkedList<GatewayRequest> _requests = [];

    public IReadOnlyList<GatewayRequest> Latest
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public void Add(string? to, int status)
    {
        lock (_gate)
        {
            _requests.AddFirst(new GatewayRequest(time.GetUtcNow(), to, status));
            if (_requests.Count > Kept)
            {
                _requests.RemoveLast();
            }
        }
    }
}
