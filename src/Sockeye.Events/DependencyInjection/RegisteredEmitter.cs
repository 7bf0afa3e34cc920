namespace Sockeye.Events;

/// <summary>The name of an emitter that was registered, so that the host starts and closes it.</summary>
internal sealed record RegisteredEmitter(string Name);
