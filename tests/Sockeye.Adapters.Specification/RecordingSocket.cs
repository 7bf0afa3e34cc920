using System.Text;

namespace Sockeye.Adapters.Specification;

/// <summary>A socket that notes what it is given, and takes its time where it is told to.</summary>
/// <param name="id">The socket's id.</param>
public sealed class RecordingSocket(string id) : ILocalSocket
{
    private readonly List<string> _received = [];

    /// <inheritdoc />
    public string Id { get; } = id;

    /// <summary>Gets or sets what an awaited delivery waits for.</summary>
    public Task Readiness { get; set; } = Task.CompletedTask;

    /// <summary>Gets what was delivered: the text of each packet, without the packet type of Engine.IO.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    /// <inheritdoc />
    public void Deliver(BroadcastPacket packet)
    {
        lock (_received)
        {
            _received.Add(Encoding.UTF8.GetString(packet.Message.PollingPacket.Span[1..]));
        }
    }

    /// <inheritdoc />
    public async ValueTask DeliverAsync(BroadcastPacket packet, CancellationToken cancellationToken)
    {
        Deliver(packet);
        await Readiness.WaitAsync(cancellationToken);
    }
}
