namespace Sockeye;

/// <summary>Switches presence on.</summary>
public static class PresenceExtensions
{
    /// <summary>Keeps track of which users are there in a namespace, and tells those who may see them.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="configure">Sets options; without <see cref="PresenceOptions.Watches"/> nobody sees anybody by itself.</param>
    /// <returns>Who is there. Sockets that are connected already are counted, too.</returns>
    /// <exception cref="InvalidOperationException">The namespace has it already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public static PresenceTracker UsePresence(this Namespace ns, Action<PresenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(ns);
        var options = new PresenceOptions();
        configure?.Invoke(options);
        options.ThrowIfInvalid();
        return ns.StartPresence(options);
    }

    /// <summary>Keeps track of which users are there in the main namespace, and tells those who may see them.</summary>
    /// <param name="server">The server.</param>
    /// <param name="configure">Sets options; without <see cref="PresenceOptions.Watches"/> nobody sees anybody by itself.</param>
    /// <returns>Who is there.</returns>
    /// <exception cref="InvalidOperationException">The namespace has it already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public static PresenceTracker UsePresence(this SocketServer server, Action<PresenceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.Main.UsePresence(configure);
    }
}
