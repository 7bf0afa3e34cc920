namespace Sockeye;

/// <summary>How a PostgreSQL database is used as a store.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>
    /// Gets or sets the schema that the store makes and keeps its tables and functions in, and the name of its notification channel. The default is
    /// <c>sockeye</c>; 1 to 63 letters. Stores in schemas of their own know nothing of each other.
    /// </summary>
    public string Schema { get; set; } = "sockeye";

    /// <summary>Checks the bounds.</summary>
    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Schema) || Schema.Length > 63 || !Schema.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            throw new ArgumentException($"{nameof(Schema)} is '{Schema}', and must be 1 to 63 of the letters a to z, digits and '_'.", nameof(Schema));
        }
    }
}
