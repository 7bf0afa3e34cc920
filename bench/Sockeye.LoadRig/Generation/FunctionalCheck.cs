using System.Text;

namespace Sockeye.LoadRig.Generation;

/// <summary>
/// What must hold before anything is measured: every client gets the very value it sent, and a broadcast reaches every client once.
/// A second echo after the broadcast tells that no second copy is on its way, because a connection keeps its order.
/// </summary>
internal sealed class FunctionalCheck(ClientLoop loop, Run run, IReadOnlyList<Client> clients) : IMessageSink
{
    private const string Published = "to all: ä€𝄞 \"quoted\" \\ / <b> & + '";
    private readonly string?[] _echoes = new string?[clients.Count];
    private readonly int[] _broadcasts = new int[clients.Count];
    private int _messages;

    /// <exception cref="InvalidOperationException">Something did not come back as it was sent, or not as often.</exception>
    public void Pass()
    {
        loop.Sink = this;
        Echo("first");
        Expect(clients.Count, () => Linux.Tcp.Send(clients[0].Socket, loop.Wire.BroadcastFrame(Published)), "a broadcast");
        Echo("second");
        for (var i = 0; i < clients.Count; i++)
        {
            if (_broadcasts[i] != 1)
            {
                throw new InvalidOperationException($"Client {i} got the broadcast {_broadcasts[i]} times.");
            }
        }
    }

    public void OnReady(Client client)
    {
    }

    public void OnMessage(Client client, ReadOnlySpan<byte> message)
    {
        _messages++;
        var number = client.Number - clients[0].Number;
        if (loop.Wire.ReadEcho(message) is { } value)
        {
            _echoes[number] = value;
        }
        else if (loop.Wire.ReadBroadcast(message) == Published)
        {
            _broadcasts[number]++;
        }
        else
        {
            throw new InvalidOperationException($"Client {number} got what nobody sent: {Encoding.UTF8.GetString(message)}");
        }
    }

    public void OnClosed(Client client) => throw new InvalidOperationException($"The server dropped client {client.Number}.");

    private static string Value(string pass, int client) => $"{pass} {client}: ä€𝄞 \"quoted\" \\ / <b> & + '";

    private void Echo(string pass)
    {
        Array.Clear(_echoes);
        Expect(
            clients.Count,
            () =>
            {
                for (var i = 0; i < clients.Count; i++)
                {
                    Linux.Tcp.Send(clients[i].Socket, loop.Wire.EchoFrame(Value(pass, i)));
                }
            },
            "echoes");
        for (var i = 0; i < clients.Count; i++)
        {
            if (_echoes[i] != Value(pass, i))
            {
                throw new InvalidOperationException($"Client {i} sent {Value(pass, i)} and got {_echoes[i] ?? "nothing"}.");
            }
        }
    }

    private void Expect(int messages, Action send, string awaited)
    {
        _messages = 0;
        send();
        run.Until(() => _messages >= messages, awaited);
    }
}
