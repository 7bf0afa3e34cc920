namespace Sockeye;

/// <summary>How rows are moved from an outbox into the store.</summary>
public sealed class OutboxOptions
{
    /// <summary>Gets or sets how often the outbox is looked into; that is how late an event may be. The default is 250 milliseconds; longer than zero.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets or sets how many rows are moved at a time. The default is 200; 1 to 10,000.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>
    /// Gets or sets how long the store knows the id of a row that it took, so that the row is not taken twice: longer than a relay that ended between taking and
    /// deleting it stays away. It costs the store a small row for each event of that time. The default is 7 days; at least 1 minute.
    /// </summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Checks the bounds.</summary>
    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    internal void Check()
    {
        if (Interval <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(Interval)} is {Interval}, and must be longer than zero.", nameof(Interval));
        }

        if (RememberFor < TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"{nameof(RememberFor)} is {RememberFor}, and must be at least a minute.", nameof(RememberFor));
        }

        if (BatchSize is < 1 or > 10_000)
        {
            throw new ArgumentException($"{nameof(BatchSize)} is {BatchSize}, and must be from 1 to 10,000.", nameof(BatchSize));
        }
    }
}
