namespace Demo.Accounts;

/// <summary>The settings in <c>Accounts</c>.</summary>
internal sealed class AccountOptions
{
    /// <summary>Gets or sets whether the example accounts exist and the log-in page shows them.</summary>
    public bool Examples { get; set; } = true;

    /// <summary>Gets or sets how often a minute somebody may try to log in to one account, from wherever.</summary>
    public int AttemptsPerAccount { get; set; } = 10;

    /// <summary>Gets or sets how often a minute one address may try to log in or sign up.</summary>
    public int AttemptsPerAddress { get; set; } = 30;

    /// <summary>Gets or sets how long a session lasts that nobody uses.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(14);
}
