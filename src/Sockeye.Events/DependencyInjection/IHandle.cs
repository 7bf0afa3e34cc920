namespace Sockeye;

/// <summary>Handles an event with one argument: see <see cref="SockeyeEventsBuilder.AddHandler{THandler, T}"/>.</summary>
/// <typeparam name="T">The type of the argument.</typeparam>
public interface IHandle<in T>
{
    /// <summary>Handles one emission.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="cancellationToken">Cancelled when the application no longer waits for the handler to end.</param>
    Task HandleAsync(T value, CancellationToken cancellationToken);
}
