using Sockeye.Adapters.Specification;

namespace Sockeye.Adapters.Tests;

public sealed class LocalSocketsTests
{
    [Fact]
    public void Two_sockets_cannot_have_one_id()
    {
        var local = new LocalSockets();
        local.Add(new RecordingSocket("a"));

        var exception = Assert.Throws<ArgumentException>(() => local.Add(new RecordingSocket("a")));
        Assert.Contains("'a'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_is_found_by_its_id_while_it_is_there()
    {
        var local = new LocalSockets();
        var socket = new RecordingSocket("a");
        local.Add(socket);

        Assert.True(local.TryGet("a", out var found));
        Assert.Same(socket, found);

        local.Remove("a");
        Assert.False(local.TryGet("a", out _));
    }

    [Fact]
    public void A_selection_lists_each_socket_once()
    {
        var local = new LocalSockets();
        foreach (var id in new[] { "a", "b", "c" })
        {
            local.Add(new RecordingSocket(id));
            local.Join(id, ["room", id + "-own"]);
        }

        Assert.Equal(["a", "b"], local.Select(Target.Everyone.To("room", "a-own").Without("c-own")).Select(socket => socket.Id).Order());
        Assert.Equal(4, local.RoomCount);
    }

    [Fact]
    public void Joining_a_room_again_after_the_last_member_left_makes_it_anew()
    {
        var local = new LocalSockets();
        local.Add(new RecordingSocket("a"));
        local.Join("a", ["room"]);
        local.Leave("a", "room");
        Assert.Equal(0, local.RoomCount);

        local.Join("a", ["room"]);
        Assert.Equal(1, local.RoomCount);
        Assert.Single(local.Select(Target.Everyone.To("room")));
    }
}
