namespace Sockeye;

/// <summary>A user has come, has gone, or is in another state.</summary>
/// <param name="Before">How it was.</param>
/// <param name="Now">How it is.</param>
public sealed record PresenceChange(UserPresence Before, UserPresence Now)
{
    /// <summary>Gets the user.</summary>
    public string UserId => Now.UserId;

    /// <summary>Gets whether the user has come.</summary>
    public bool HasComeOnline => Now.IsOnline && !Before.IsOnline;

    /// <summary>Gets whether the user has gone.</summary>
    public bool HasGoneOffline => Before.IsOnline && !Now.IsOnline;
}
