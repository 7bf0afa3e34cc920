namespace Sockeye.Events.Tests.Emitter.Differential;

/// <summary>Makes random scripts, the same ones for the same seed.</summary>
internal sealed class ScriptWriter(int seed)
{
    private static readonly string[] Names =
        ["a", "a", "a", "b", "b", "c", "error", "error", "monitor", EventEmitter.NewListener, EventEmitter.RemoveListener];

    private readonly Random _random = new(seed);

    public Script Write()
    {
        var listeners = new ScriptListener[_random.Next(2, 7)];
        for (var i = 0; i < listeners.Length; i++)
        {
            listeners[i] = new(_random.Next(3), Ops(_random.Next(4), listeners.Length, canThrow: true));
        }

        // The first one monitors errors and only looks, and never once: a monitor whose run empties the emitter or removes itself from an otherwise
        // empty one meets an accident of how Node keeps its listeners.
        listeners[0] = new(_random.Next(3), [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Look(listeners.Length))]);

        return new(listeners, Ops(_random.Next(8, 30), listeners.Length, canThrow: false));
    }

    private object[][] Ops(int count, int listeners, bool canThrow) =>
        [.. Enumerable.Range(0, count).Select(_ => Op(listeners, canThrow))];

    private object[] Op(int listeners, bool canThrow)
    {
        var name = Names[_random.Next(Names.Length)];
        var id = name == "monitor" ? 0 : _random.Next(listeners);
        return _random.Next(26) switch
        {
            < 5 => ["on", name, id],
            < 7 => [name == "monitor" ? "on" : "once", name, id],
            7 => ["prepend", name, id],
            8 => [name == "monitor" ? "prepend" : "prependOnce", name, id],
            < 11 => ["off", name, id],
            11 => ["removeAll", name],
            12 => _random.Next(3) == 0 ? ["removeEverything"] : ["names"],
            < 19 => Emit(),
            19 => ["fail", _random.Next(100)],
            20 => ["failWith", _random.Next(100)],
            21 => canThrow && _random.Next(2) == 0 ? ["throw", _random.Next(100)] : Emit(),
            22 => ["max", _random.Next(4)],
            < 25 => Look(listeners),
            _ => Emit(),
        };
    }

    private object[] Look(int listeners)
    {
        var name = Names[_random.Next(Names.Length)];
        return _random.Next(5) switch
        {
            0 => ["names"],
            1 => ["count", name],
            2 => ["countOf", name, _random.Next(listeners)],
            3 => ["listeners", name],
            _ => ["raw", name],
        };
    }

    // Of errors other ops take care, and what is emitted to the listeners of listeners has other types.
    private object[] Emit() => ["emit", Names[_random.Next(6)], _random.Next(5) == 0 ? _random.Next(2) : _random.Next(2, 9), _random.Next(100)];
}
