using System.Diagnostics;

namespace Sockeye.LoadRig.Generation;

/// <summary>Turns the loop until something is done or a time is over; a server that stands still ends the run instead of hanging it.</summary>
internal sealed class Run(ClientLoop loop)
{
    private const int TurnMilliseconds = 10;
    private const int ConnectingAtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private long _beatAt = Stopwatch.GetTimestamp();

    /// <summary>Connects all of them, a few at once so that the server's backlog holds.</summary>
    public void Connect(IReadOnlyList<Client> clients)
    {
        var arrivals = new Arrivals();
        loop.Sink = arrivals;
        for (var opened = 0; opened < clients.Count; opened++)
        {
            loop.Open(clients[opened]);
            var enough = opened + 1 - ConnectingAtOnce;
            Until(() => arrivals.Count >= enough, "connections");
        }

        Until(() => arrivals.Count == clients.Count, "connections");
    }

    /// <summary>Lets all of them leave, and waits until the server has let go of each.</summary>
    public void Leave(IReadOnlyList<Client> clients)
    {
        var departures = new Departures();
        loop.Sink = departures;
        foreach (var client in clients)
        {
            loop.Leave(client);
        }

        Until(() => departures.Count == clients.Count, "goodbyes");
    }

    public void Until(Func<bool> done, string awaited)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (!done())
        {
            Turn();
            if (Stopwatch.GetElapsedTime(startedAt) > Patience)
            {
                throw new InvalidOperationException($"Waited {Patience.TotalSeconds:0} s in vain for the {awaited} of {loop.Sink.GetType().Name}.");
            }
        }
    }

    public void For(TimeSpan time)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(startedAt) < time)
        {
            Turn();
        }
    }

    /// <summary>Tells the rig where the run stands, and goes on until the rig has answered.</summary>
    public void Meet(string mark)
    {
        Announce(mark);
        Until(() => loop.HasInput, "the rig's answer");
        _ = Console.ReadLine();
        loop.TakeInput();
    }

    /// <summary>Tells the rig where the run stands.</summary>
    public static void Announce(string mark) => Console.WriteLine($"mark {mark}");

    private void Turn()
    {
        loop.Turn(TurnMilliseconds);
        if (Stopwatch.GetElapsedTime(_beatAt) > Beat)
        {
            _beatAt = Stopwatch.GetTimestamp();
            loop.Beat();
        }
    }

    private sealed class Arrivals : IMessageSink
    {
        public int Count { get; private set; }

        public void OnReady(Client client) => Count++;

        public void OnMessage(Client client, ReadOnlySpan<byte> message)
        {
        }

        public void OnClosed(Client client) => throw new InvalidOperationException($"The server dropped client {client.Number} as it entered.");
    }

    private sealed class Departures : IMessageSink
    {
        public int Count { get; private set; }

        public void OnReady(Client client)
        {
        }

        public void OnMessage(Client client, ReadOnlySpan<byte> message)
        {
        }

        public void OnClosed(Client client) => Count++;
    }
}
