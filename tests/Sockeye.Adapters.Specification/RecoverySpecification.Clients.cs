using System.Text;

namespace Sockeye.Adapters.Specification;

/// <summary>How sockets come, leave and come back.</summary>
public abstract partial class RecoverySpecification
{
    private static BroadcastPacket Packet(string name, params object?[] arguments) =>
        new(name, Codec.EncodeEvent("/", null, name, arguments).ToMessage(), BroadcastModes.None, []) { Codec = Codec };

    private static string OffsetOf(string packet) => packet.Split('"')[^2];

    private static string NameOf(string packet) => packet.Split('"')[1];

    private async ValueTask<Adapter> StartAsync(RecoveryLimits? limits = null)
    {
        var adapter = await CreateAsync("/", _local);
        _recovery = adapter.StartRecovery(limits ?? Wide, Time, _expired.Add) ?? throw new InvalidOperationException("The adapter cannot recover.");
        return adapter;
    }

    private RecordingSocket Add(string id, DeliveryRecord? deliveries = null)
    {
        var socket = new RecordingSocket(id) { Deliveries = deliveries ?? _recovery.StartRecord() };
        _sockets.TryAdd(id, socket);
        _local.Add(socket);
        return socket;
    }

    private async Task LeaveAsync(string id, DeliveryRecord? deliveries = null)
    {
        Assert.True(_local.TryGet(id, out var socket));
        await _recovery.PersistAsync(
            () =>
            {
                Assert.True(_local.Remove(id, out var rooms));
                return new RecoverableSession(
                    "secret of " + id,
                    id,
                    rooms,
                    "owner",
                    new Dictionary<string, object?>(StringComparer.Ordinal) { ["note"] = id },
                    deliveries ?? ((RecordingSocket)socket).Deliveries);
            },
            TestContext.Current.CancellationToken);
    }

    private static ValueTask PersistAsync(SessionRecovery recovery, string id) => recovery.PersistAsync(
        () => new RecoverableSession(id, id, [], null, new Dictionary<string, object?>(StringComparer.Ordinal), recovery.StartRecord()),
        TestContext.Current.CancellationToken);

    private async Task<RecoveryFailure> FailAsync(string privateId, string? offset, string? owner)
    {
        var result = await _recovery.RestoreAsync(privateId, offset, owner, TestContext.Current.CancellationToken);
        Assert.False(result.IsRestored);
        return result.Failure;
    }

    private async Task<IReadOnlyList<string>> ComeBackAsync(string id, string? offset, params string[] lostRooms)
    {
        var restored = await _recovery.RestoreAsync("secret of " + id, offset, "owner", TestContext.Current.CancellationToken);
        Assert.True(restored.IsRestored, $"{restored.Failure}");
        Assert.Equal((id, id), (restored.Session.SocketId, restored.Session.Data["note"]));
        return Resume(restored.Session, offset, lostRooms);
    }

    private IReadOnlyList<string> Resume(RecoverableSession session, string? offset, params string[] lostRooms)
    {
        List<string>? missed = null;
        string[] rooms = [.. session.Rooms.Except(lostRooms)];
        Assert.True(_recovery.TryResume(session, offset, rooms, packets =>
        {
            missed = [.. packets.Select(static packet => Encoding.UTF8.GetString(packet.Message.WebSocketPayload.Span[1..]))];
            Add(session.SocketId, session.Deliveries);
            _local.Join(session.SocketId, rooms);
            return true;
        }));
        _packets.AddRange(missed!);
        return [.. missed!.Select(NameOf)];
    }
}
