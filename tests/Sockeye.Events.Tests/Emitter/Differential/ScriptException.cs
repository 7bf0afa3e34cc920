namespace Sockeye.Events.Tests.Emitter.Differential;

/// <summary>What listeners of scripts throw.</summary>
internal sealed class ScriptException(int id) : Exception($"E{id}")
{
    public int Id { get; } = id;
}
