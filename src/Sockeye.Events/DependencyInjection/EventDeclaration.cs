namespace Sockeye.Events;

/// <summary>An event there is, and the types it is emitted with.</summary>
internal sealed record EventDeclaration(string Name, Type[] ArgumentTypes);
