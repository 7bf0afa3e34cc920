using System.Diagnostics;
using System.Text;
using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Linux;

namespace Sockeye.LoadRig.Workloads;

/// <summary>
/// A few clients share a room, and one of them publishes to it; when the last member has it, the next goes out. All other clients are in other
/// rooms. An operation is one delivery: what it costs must not depend on who else is there.
/// </summary>
internal sealed class RoomsWorkload(GeneratorOptions options) : Workload(options)
{
    private byte[] _message = [];
    private Client[] _members = [];
    private int _deliveries;

    /// <summary>Gets how many of so many clients are in the room.</summary>
    public static int MembersOf(int clients) => Math.Min(20, clients / 2);

    public override GeneratorResult Measure(ClientLoop loop, Run run)
    {
        var clients = Make(loop, Options.Clients);
        run.Connect(clients);
        Check(loop, run, clients);
        _members = [.. clients.Take(MembersOf(clients.Count))];
        Join(loop, clients);
        Check(loop, run, clients); // echoes keep their place behind joining: all have joined
        loop.Sink = this;
        _message = loop.Wire.BroadcastMessage(Payload);
        _members[0].Request = loop.Wire.PublishFrame("members-0", Payload);
        Publish();
        return Drive(run);
    }

    public override void OnMessage(Client client, ReadOnlySpan<byte> message)
    {
        if (client.Number >= _members[0].Number + _members.Length || !message.SequenceEqual(_message))
        {
            throw new InvalidOperationException($"Client {client.Number} got what was not for it: {Encoding.UTF8.GetString(message)}");
        }

        Operations++;
        if (++_deliveries == _members.Length)
        {
            _deliveries = 0;
            Latencies.Add(_members[0].StartedAt, Stopwatch.GetTimestamp());
            Publish();
        }
    }

    private void Join(ClientLoop loop, List<Client> clients)
    {
        var member = loop.Wire.JoinFrame("members", 1);
        foreach (var client in _members)
        {
            Tcp.Send(client.Socket, member);
        }

        var others = clients[_members.Length..];
        for (var i = 0; i < others.Count; i++)
        {
            // Spread so that the counts add up to all other rooms.
            var rooms = (int)(((i + 1L) * Options.OtherRooms / others.Count) - ((long)i * Options.OtherRooms / others.Count));
            if (rooms > 0)
            {
                Tcp.Send(others[i].Socket, loop.Wire.JoinFrame($"others-{i}", rooms));
            }
        }
    }

    private void Publish()
    {
        _members[0].StartedAt = Stopwatch.GetTimestamp();
        Tcp.Send(_members[0].Socket, _members[0].Request);
    }
}
