namespace Sockeye;

/// <summary><see cref="EventEmitter.Error"/> was emitted with something that is no exception, and nobody listened to it.</summary>
public sealed class UnhandledErrorException : Exception
{
    internal UnhandledErrorException(object? context)
        : base($"Nobody listens to 'error', which was emitted with {context ?? "nothing"}.") => Context = context;

    /// <summary>Gets the first argument that was emitted, if there was one.</summary>
    public object? Context { get; }
}
