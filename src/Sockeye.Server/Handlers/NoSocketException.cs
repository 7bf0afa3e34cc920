namespace Sockeye.Server.Handlers;

/// <summary>Somebody asked for the socket of a scope that belongs to none.</summary>
internal sealed class NoSocketException()
    : InvalidOperationException("There is no socket here: only handler classes, and services made for one of their events, can have a Socket injected.");
