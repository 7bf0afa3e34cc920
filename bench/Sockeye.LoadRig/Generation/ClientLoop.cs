using Sockeye.LoadRig.Linux;

namespace Sockeye.LoadRig.Generation;

/// <summary>
/// All clients on one thread: waits for readable sockets, reads as much as there is, cuts it into messages and hands them to the sink.
/// Heartbeats are answered here. Nothing is allocated once the clients are connected.
/// </summary>
internal sealed class ClientLoop(Wire wire, int port) : IDisposable
{
    private const int StandardInput = -1;
    private static readonly byte[] EndOfHeaders = "\r\n\r\n"u8.ToArray();
    private readonly Poller _poller = new();
    private readonly List<Client> _clients = [];
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly byte[] _upgrade = wire.UpgradeRequest(port);

    public Wire Wire { get; } = wire;

    public required IMessageSink Sink { get; set; }

    /// <summary>Gets a value indicating whether the rig wrote to the generator's input; reading it is the caller's.</summary>
    public bool HasInput { get; private set; }

    public Client Add()
    {
        var client = new Client(_clients.Count);
        _clients.Add(client);
        return client;
    }

    public void WatchInput() => _poller.Watch(0, StandardInput);

    public void TakeInput() => HasInput = false;

    /// <summary>Connects and asks for the upgrade; the rest follows as the answers come.</summary>
    public void Open(Client client)
    {
        client.Forget();
        client.Socket = Tcp.Connect(port);
        client.State = ClientState.Upgrading;
        _poller.Watch(client.Socket, client.Number);
        Tcp.Send(client.Socket, _upgrade);
    }

    /// <summary>Says goodbye; the server then ends the connection.</summary>
    public void Leave(Client client)
    {
        client.State = ClientState.Closing;
        Tcp.Send(client.Socket, Wire.LeaveFrames);
    }

    /// <summary>Sends a heartbeat for every client, where the protocol wants one from clients that are silent.</summary>
    public void Beat()
    {
        if (Wire.ClientsBeat)
        {
            foreach (var client in _clients)
            {
                if (client.State == ClientState.Ready)
                {
                    Tcp.Send(client.Socket, Wire.PongFrame);
                }
            }
        }
    }

    /// <summary>Reads from every socket that has something, waiting for the first of them.</summary>
    public void Turn(int milliseconds)
    {
        var ready = _poller.Wait(milliseconds);
        for (var i = 0; i < ready; i++)
        {
            var number = _poller.Number(i);
            if (number == StandardInput)
            {
                HasInput = true;
            }
            else
            {
                Read(_clients[number]);
            }
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Where(static client => client.State != ClientState.Closed))
        {
            _ = Libc.Close(client.Socket);
        }

        _poller.Dispose();
    }

    private void Read(Client client)
    {
        var kept = client.TakeRest(_buffer);
        var received = Tcp.Receive(client.Socket, _buffer.AsSpan(kept));
        if (received == 0)
        {
            _ = Libc.Close(client.Socket);
            client.State = ClientState.Closed;
            Sink.OnClosed(client);
            return;
        }

        var bytes = _buffer.AsSpan(0, kept + Math.Max(0, received));
        var used = client.State == ClientState.Upgrading ? ReadUpgrade(client, bytes) : 0;
        if (client.State != ClientState.Upgrading)
        {
            used += ReadFrames(client, bytes[used..]);
        }

        if (used < bytes.Length)
        {
            client.KeepRest(bytes[used..]);
        }
    }

    private int ReadUpgrade(Client client, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf(EndOfHeaders);
        if (end < 0)
        {
            return 0;
        }

        if (!bytes.StartsWith("HTTP/1.1 101 "u8))
        {
            throw new InvalidOperationException($"The server refused: {System.Text.Encoding.UTF8.GetString(bytes)}");
        }

        client.State = ClientState.Opening;
        if (Wire.SpeaksFirst)
        {
            Tcp.Send(client.Socket, Wire.EnterFrame);
        }

        return end + EndOfHeaders.Length;
    }

    private int ReadFrames(Client client, ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (Frames.Read(bytes[used..], out var opcode, out var isFinal, out var payload) is var length and > 0)
        {
            used += length;
            if (opcode == Frames.Text && isFinal)
            {
                Cut(client, payload);
            }
            else if (opcode is Frames.Text or Frames.Continuation)
            {
                Join(client, payload, isFinal);
            }
            else if (opcode == Frames.Close && client.State != ClientState.Closing)
            {
                throw new InvalidOperationException($"The server closed client {client.Number}.");
            }
        }

        return used;
    }

    private void Join(Client client, ReadOnlySpan<byte> fragment, bool isLast)
    {
        client.Fragments.AddRange(fragment);
        if (isLast)
        {
            Cut(client, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(client.Fragments));
            client.Fragments.Clear();
        }
    }

    private void Cut(Client client, ReadOnlySpan<byte> payload)
    {
        if (!Wire.HasRecords)
        {
            Deliver(client, payload);
            return;
        }

        const byte RecordSeparator = 0x1E;
        while (payload.IndexOf(RecordSeparator) is var end and >= 0)
        {
            Deliver(client, payload[..end]);
            payload = payload[(end + 1)..];
        }
    }

    private void Deliver(Client client, ReadOnlySpan<byte> message)
    {
        if (Wire.IsPing(message))
        {
            Tcp.Send(client.Socket, Wire.PongFrame);
        }
        else if (client.State == ClientState.Ready)
        {
            Sink.OnMessage(client, message);
        }
        else if (client.State == ClientState.Opening && Wire.IsEntered(message))
        {
            client.State = ClientState.Ready;
            Sink.OnReady(client);
        }
        else if (client.State == ClientState.Opening && Wire.IsGreeting(message))
        {
            Tcp.Send(client.Socket, Wire.EnterFrame);
        }
    }
}
