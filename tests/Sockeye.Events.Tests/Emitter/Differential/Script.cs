namespace Sockeye.Events.Tests.Emitter.Differential;

/// <summary>What to do with an emitter: listeners that act when they run, and steps from outside. Both sides play it.</summary>
/// <param name="Listeners">The listeners, which ops name by their index.</param>
/// <param name="Ops">The steps; each is a verb and what it needs.</param>
internal sealed record Script(ScriptListener[] Listeners, object[][] Ops);
