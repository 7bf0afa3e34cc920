namespace Demo.Accounts;

/// <summary>The settings in <c>Accounts</c>.</summary>
internal sealed class AccountOptions
{
    /// <summary>Gets or sets whether the example accounts exist and the log-in page shows them.</summary>
    public bool Examples { get; set; } = true;

    /// <summary>Gets or sets how often a minute one address may try to log in to one account; and so may all its owner's devices together.</summary>
    public int AttemptsPerAccount { get; set; } = 10;

    /// <summary>Gets or sets how often a minute devices that it is not known on may try to log in to one account, from all addresses together.</summary>
    public int AttemptsByStrangers { get; set; } = 100;

    /// <summary>Gets or sets how often a minute one address may try to log in or sign up; of IPv6, 64 bits are an address.</summary>
    public int AttemptsPerAddress { get; set; } = 30;

    /// <summary>Gets or sets how often an hour one address may sign up: each time it hears whether an e-mail address has an account.</summary>
    public int SignUpsPerAddress { get; set; } = 60;

    /// <summary>Gets or sets how long a session lasts that nobody uses.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Gets or sets how often sessions that have lapsed are looked for.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(15);
}
