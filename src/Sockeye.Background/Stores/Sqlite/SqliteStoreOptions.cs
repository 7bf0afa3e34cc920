namespace Sockeye;

/// <summary>How a SQLite file is used as a store.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>
    /// Gets or sets how long the start waits for a file that somebody has locked before it fails. The default is 30 seconds; not negative. Afterwards a lock
    /// delays what the store does, and never fails it: an emit's token ends its wait.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks the bounds.</summary>
    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    internal void Check()
    {
        if (StartTimeout < TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(StartTimeout)} is {StartTimeout}, and must not be negative.", nameof(StartTimeout));
        }
    }
}
