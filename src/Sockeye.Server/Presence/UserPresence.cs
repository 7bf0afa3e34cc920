namespace Sockeye;

/// <summary>Whether a user is there.</summary>
/// <param name="UserId">The user, by <see cref="SocketServerOptions.UserId"/>.</param>
/// <param name="IsOnline">Whether one of the user's sockets is connected, on any node, or was until less than the grace period ago.</param>
/// <param name="State">What the application or the user's devices say besides, such as <c>away</c>; <see langword="null"/> where nothing, and when offline.</param>
/// <param name="Devices">How many sockets of the user are connected, on all nodes; in the grace period none.</param>
/// <param name="LastSeen">When the last socket of a user who is offline left; <see langword="null"/> for one who is online or was not seen.</param>
public sealed record UserPresence(string UserId, bool IsOnline, string? State, int Devices, DateTimeOffset? LastSeen)
{
    /// <summary>Adds when an offline user was seen, as far as the application knows and this process does not.</summary>
    internal UserPresence OrSeen(IReadOnlyDictionary<string, DateTimeOffset>? known) =>
        known is not null && this is { IsOnline: false, LastSeen: null } && known.TryGetValue(UserId, out var when) ? this with { LastSeen = when } : this;

    /// <summary>Whether watchers see a difference: how many devices a user has is nobody's business.</summary>
    internal bool LooksLike(UserPresence other) => IsOnline == other.IsOnline && State == other.State;
}
