namespace Sockeye.Protocol.Tests.SocketIO.Listeners;

/// <summary>Remembers the listener it was given last, and runs it on demand.</summary>
internal sealed class RecordingSource : SocketEventSource
{
    public EventBinding? Binding { get; private set; }

    public ListenerPlacement Placement { get; private set; }

    public override IDisposable AddListener(string eventName, EventBinding binding, ListenerPlacement placement)
    {
        (Binding, Placement) = (binding, placement);
        return new MemoryStream();
    }

    public override bool Off(string eventName, Delegate handler) => false;

    public override void Off(string eventName)
    {
    }

    public override void Off()
    {
    }

    /// <summary>Runs the listener and returns what it acknowledged with; null if it did not.</summary>
    public async Task<string?> Run(params object?[] arguments)
    {
        var ack = new RecordingAck();
        await Binding!.InvokeAsync(Invocation(ack, arguments));
        return ack.Json;
    }

    public static EventInvocation Invocation(Ack? ack, params object?[] arguments) => new()
    {
        EventName = "e",
        Arguments = Packets.Arguments(arguments).AsIncoming(),
        Serializer = Packets.Serializer,
        Ack = ack,
        Aborted = TestContext.Current.CancellationToken,
    };
}

internal sealed class RecordingAck : Ack
{
    public string? Json { get; private set; }

    protected override void Write(ReadOnlySpan<object?> arguments) => Json = Packets.Arguments(arguments).ToString();
}
