using Sockeye.Adapters;

namespace Sockeye.Server.Tests.Broadcasting;

public sealed class CompressTests
{
    [Fact, Trait("Behaviour", "45")]
    public async Task The_flag_reaches_the_packet_and_is_set_unless_taken_back()
    {
        var sent = new List<(string Name, bool Compress)>();
        await using var server = await RunningServer.StartAsync(configure: options => options.Adapter = (_, local) => new Noting(local, sent));
        var io = server.Io;

        io.Emit("by default");
        io.Compress(false).Emit("not");
        io.To("room").Compress(false).Volatile.Except("other").Emit("kept through refinement");
        await io.Main.Compress(false).Compress(true).EmitAsync("again", TestContext.Current.CancellationToken);

        Assert.Equal([("by default", true), ("not", false), ("kept through refinement", false), ("again", true)], sent);
    }

    private sealed class Noting(LocalSockets local, List<(string Name, bool Compress)> sent) : Adapter(local)
    {
        public override void Broadcast(BroadcastPacket packet, Target target) => sent.Add((packet.EventName, packet.Message.Compress));

        public override ValueTask BroadcastAsync(BroadcastPacket packet, Target target, CancellationToken cancellationToken = default)
        {
            Broadcast(packet, target);
            return ValueTask.CompletedTask;
        }
    }
}
