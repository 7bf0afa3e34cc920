namespace Sockeye.Events.Tests.Emitter.Differential;

/// <summary>A listener of a script.</summary>
/// <param name="Arity">How many parameters it has: up to two.</param>
/// <param name="Ops">What it does when it runs.</param>
internal sealed record ScriptListener(int Arity, object[][] Ops);
