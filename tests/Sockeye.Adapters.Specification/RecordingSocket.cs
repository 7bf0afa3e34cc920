using System.Text;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Adapters.Specification;

/// <summary>A socket that notes what it is given, and takes its time where it is told to.</summary>
/// <param name="id">The socket's id.</param>
public sealed class RecordingSocket(string id) : ILocalSocket
{
    private static readonly PayloadSerializer Serializer = new();

    private readonly List<string> _received = [];
    private readonly List<string> _told = [];

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

    /// <summary>Gets the names of events of which listeners were told behind their delivery.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_told)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>Gets or sets the record that the socket keeps of packets with an offset.</summary>
    public DeliveryRecord Deliveries { get; set; } = new();

    /// <summary>Gets or sets whether the socket is about to leave, and takes no more packets.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Gets or sets whether packets with an offset wait for room, of which nothing more is heard.</summary>
    public bool Waits { get; set; }

    /// <summary>Gets or sets what the socket answers to whoever asks; it stays silent where it is <see langword="null"/>.</summary>
    public string? Answer { get; set; }

    /// <summary>Gets how it was disconnected: with its connection or without; <see langword="null"/> while it is connected.</summary>
    public bool? Closed { get; private set; }

    /// <inheritdoc />
    public void Deliver(BroadcastPacket packet)
    {
        if (packet.Offset is not null)
        {
            if (Waits)
            {
                Deliveries.Waits(packet);
                return;
            }

            Deliveries.Sent(packet);
            if (IsLeaving)
            {
                return;
            }
        }

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

    /// <inheritdoc />
    public void OnDelivered(BroadcastPacket packet)
    {
        lock (_told)
        {
            _told.Add(packet.EventName);
        }
    }

    /// <inheritdoc />
    public void Ask(BroadcastPacket packet, TimeSpan timeout, IBroadcastAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Deliver(packet);
        if (Answer is null)
        {
            answers.Fail(Id, AckFailure.Timeout);
        }
        else
        {
            answers.Answer(Id, EventArguments.From(Serializer, Answer));
        }
    }

    /// <inheritdoc />
    public void Disconnect(bool close) => Closed = close;

    /// <inheritdoc />
    public SocketDetails Describe() => new(Id, [Id], "{}"u8.ToArray(), "{}"u8.ToArray());
}
