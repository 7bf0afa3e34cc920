using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sockeye.Background;

namespace Sockeye;

/// <summary>Where an application says what store it has and who listens: see <c>AddSockeyeBackground</c>.</summary>
public sealed class SockeyeBackgroundBuilder
{
    private readonly BackgroundRegistrations _registrations;

    internal SockeyeBackgroundBuilder(IServiceCollection services, BackgroundRegistrations registrations) =>
        (Services, _registrations) = (services, registrations);

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Sets options.</summary>
    /// <param name="configure">Sets them.</param>
    /// <returns>This.</returns>
    public SockeyeBackgroundBuilder Configure(Action<BackgroundOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _registrations.Configurations.Add(configure);
        return this;
    }

    /// <summary>Keeps events and jobs in this process's memory: for tests and trials, since they end with the process.</summary>
    /// <returns>This.</returns>
    public SockeyeBackgroundBuilder UseMemory() => UseStore(static services => new MemoryJobStore(services.GetRequiredService<BackgroundOptions>().TimeProvider));

    /// <summary>Keeps events and jobs in a store. The last one said counts.</summary>
    /// <param name="create">Makes the store; called once, and its result is disposed with the application.</param>
    /// <returns>This.</returns>
    public SockeyeBackgroundBuilder UseStore(Func<IServiceProvider, IJobStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(create));
        return this;
    }

    /// <summary>Lets a lambda or method listen to an event in the background.</summary>
    /// <typeparam name="T">The type the payload is read as.</typeparam>
    /// <param name="eventName">The event.</param>
    /// <param name="name">
    /// The listener's name, which is kept with its jobs in the store: it stays the same when the code changes. Of one event each listener has another.
    /// </param>
    /// <param name="handler">Does the work. It may run more than once for one event.</param>
    /// <param name="configure">Sets how its jobs are run.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The name is empty, too long, or has been given already; or an option is out of bounds.</exception>
    public SockeyeBackgroundBuilder On<T>(string eventName, string name, Func<T, JobContext, Task> handler, Action<BackgroundListenerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(new DelegateListener<T>(eventName, name, handler, Options(configure)));
    }

    /// <summary>Lets a method listen to an event in the background. Its class's and its own name are the listener's; a lambda has none and is refused.</summary>
    /// <typeparam name="T">The type the payload is read as.</typeparam>
    /// <param name="eventName">The event.</param>
    /// <param name="handler">The method. It may run more than once for one event.</param>
    /// <param name="configure">Sets how its jobs are run.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The handler is a lambda or a local function; or the name has been given already; or an option is out of bounds.</exception>
    public SockeyeBackgroundBuilder On<T>(string eventName, Func<T, JobContext, Task> handler, Action<BackgroundListenerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var method = handler.Method;
        return method.Name.Contains('<', StringComparison.Ordinal)
            ? throw new ArgumentException(
                $"A lambda that listens to '{eventName}' in the background needs a name, since its jobs are stored under it: "
                + $"On(\"{eventName}\", \"name\", …).",
                nameof(handler))
            : On(eventName, $"{method.DeclaringType?.Name}.{method.Name}", handler, configure);
    }

    /// <summary>Lets a class listen to an event in the background. It is made for each attempt, with services of a scope of its own.</summary>
    /// <typeparam name="T">The type the payload is read as.</typeparam>
    /// <typeparam name="TListener">The class. It is registered as a scoped service unless it is registered already.</typeparam>
    /// <param name="eventName">The event.</param>
    /// <param name="name">The listener's name, which is kept with its jobs in the store; <see langword="null"/>, the default, for the class's name.</param>
    /// <param name="configure">Sets how its jobs are run.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The name is empty, too long, or has been given already; or an option is out of bounds.</exception>
    public SockeyeBackgroundBuilder On<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TListener>(
        string eventName, string? name = null, Action<BackgroundListenerOptions>? configure = null)
        where TListener : class, IBackgroundListener<T>
    {
        Services.TryAddScoped<TListener>();
        return Add(new ClassListener<T, TListener>(eventName, name ?? typeof(TListener).Name, Options(configure)));
    }

    private static BackgroundListenerOptions Options(Action<BackgroundListenerOptions>? configure)
    {
        var options = new BackgroundListenerOptions();
        configure?.Invoke(options);
        OptionsValidation.Check(options);
        return options;
    }

    private SockeyeBackgroundBuilder Add(HostedListener listener)
    {
        OptionsValidation.CheckName(listener.EventName, "event");
        OptionsValidation.CheckName(listener.Name, "listener");
        if (_registrations.Listeners.Exists(other => (other.EventName, other.Name) == (listener.EventName, listener.Name)))
        {
            throw new ArgumentException($"'{listener.EventName}' has a listener named '{listener.Name}' already: give one of the two another name.", nameof(listener));
        }

        _registrations.Listeners.Add(listener);
        return this;
    }
}
