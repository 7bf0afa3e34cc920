namespace Sockeye;

/// <summary>A cron expression cannot be read, or names no time that ever comes. The message says which field, what is wrong with it and what would be right.</summary>
public sealed class CronFormatException : FormatException
{
    internal CronFormatException(string expression, string problem, Exception? innerException = null)
        : base($"'{expression}' is not a cron expression: {problem}", innerException) => Expression = expression;

    /// <summary>Gets the expression that was refused.</summary>
    public string Expression { get; }
}
