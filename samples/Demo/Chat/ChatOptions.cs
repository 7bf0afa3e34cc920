using Demo.Chat.Limits;

namespace Demo.Chat;

/// <summary>The settings in <c>Chat</c>.</summary>
internal sealed class ChatOptions
{
    /// <summary>Gets or sets how long an upload is kept that is not gone on with, or not sent.</summary>
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how long somebody stays online after their last device has left, so that nobody sees a reload.</summary>
    public TimeSpan PresenceGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a group is kept that everybody has left.</summary>
    public TimeSpan AbandonedLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how many contacts an account may have. Presence shows a device no more than these.</summary>
    public int MaxContacts { get; set; } = 500;

    /// <summary>Gets or sets how many of an account's requests may wait for an answer.</summary>
    public int MaxSentRequests { get; set; } = 50;

    /// <summary>Gets or sets how many people an account may block.</summary>
    public int MaxBlocked { get; set; } = 1_000;

    /// <summary>Gets or sets how many groups an account may have made that somebody is still in: whoever makes one puts others into it.</summary>
    public int MaxGroups { get; set; } = 200;

    /// <summary>Gets or sets how long whoever declined a request is not shown it again, however often it is sent.</summary>
    public TimeSpan RequestRest { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how often lapsed uploads and abandoned rooms are looked for.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets what one account may ask of the server.</summary>
    public ChatLimits Limits { get; } = new();
}
