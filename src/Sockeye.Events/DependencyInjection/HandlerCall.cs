namespace Sockeye.Events;

/// <summary>The type of the delegates that stand for handlers. An emitter calls a delegate by itself only where it is of the very type it emits to.</summary>
internal delegate void HandlerCall();
