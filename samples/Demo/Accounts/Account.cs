namespace Demo.Accounts;

/// <summary>Somebody who can log in.</summary>
internal sealed record Account
{
    public required string Id { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets one of <see cref="AccountKind.All"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the password as the framework hashes it: salt and number of rounds are in there.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>Gets what a <see cref="KnownDevices">known device</see> has of the account until it is logged out on all others.</summary>
    public string Stamp { get; init; } = "";

    /// <summary>Makes the id of a new account: 32 hexadecimal digits.</summary>
    public static string NewId() => Guid.NewGuid().ToString("n");
}
