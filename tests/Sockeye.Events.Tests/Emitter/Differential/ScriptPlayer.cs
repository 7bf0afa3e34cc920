namespace Sockeye.Events.Tests.Emitter.Differential;

/// <summary>Plays a script on our emitter and writes down what happens, line by line as <c>tests/js/emitter.mjs</c> does.</summary>
internal sealed class ScriptPlayer
{
    private const int MaxDepth = 4;
    private const int MaxLines = 300;

    private readonly Script _script;
    private readonly EventEmitter _emitter;
    private readonly Delegate[] _listeners;
    private readonly List<string> _trace = [];
    private int _depth;
    private int _removing;

    private ScriptPlayer(Script script)
    {
        _script = script;
        _emitter = new EventEmitter(new EventEmitterOptions { OnMaxListenersExceeded = context => _trace.Add($"warning {NameOf(context.EventName)} {context.Count}") });
        _listeners = [.. script.Listeners.Select((listener, id) => (Delegate)(listener.Arity switch
        {
            0 => () => Run(id),
            1 => (object? first) => Run(id, first),
            _ => (object? first, object? second) => Run(id, first, second),
        }))];
    }

    public static IReadOnlyList<string> Play(Script script)
    {
        var player = new ScriptPlayer(script);
        foreach (var op in script.Ops)
        {
            try
            {
                player.Act(op);
            }
            catch (ScriptException exception)
            {
                player._trace.Add($"threw E{exception.Id}");
            }
            catch (UnhandledErrorException exception)
            {
                player._trace.Add($"unhandled {exception.Context}");
            }
            catch (ListenerTypeException)
            {
                player._trace.Add("mismatch");
            }
        }

        return player._trace;
    }

    private static string KeyOf(object name) => (string)name == "monitor" ? EventEmitter.ErrorMonitor.Name : (string)name;

    private static string NameOf(string key) => key == EventEmitter.ErrorMonitor.Name ? "monitor" : key;

    private string Show(object? value) => value switch
    {
        Delegate listener => $"L{Array.IndexOf(_listeners, listener)}",
        ScriptException exception => $"E{exception.Id}",
        string text => NameOf(text),
        _ => $"{value}",
    };

    private void Run(int id, params object?[] arguments)
    {
        _trace.Add($"L{id}({string.Join(',', arguments.Select(Show))})");
        if (_depth >= MaxDepth || _trace.Count >= MaxLines)
        {
            return;
        }

        _depth++;
        try
        {
            foreach (var op in _script.Listeners[id].Ops)
            {
                Act(op);
            }
        }
        finally
        {
            _depth--;
        }
    }

    private void Act(object[] op)
    {
        if (_trace.Count >= MaxLines)
        {
            return;
        }

        switch (op)
        {
            case [not ("throw" or "max" or "names" or "count" or "countOf" or "listeners" or "raw"), ..] when _removing > 0:
                _trace.Add("skipped"); // see emitter.mjs
                break;
            case ["emit", string name, int count, int first]:
                _trace.Add(Emit(name, count, first) ? "true" : "false");
                break;
            case ["fail", int id]:
                _trace.Add(_emitter.Emit("error", new ScriptException(id), id) ? "true" : "false");
                break;
            case ["failWith", int value]:
                _trace.Add(_emitter.Emit("error", $"v{value}", value) ? "true" : "false");
                break;
            case ["throw", int id]:
                throw new ScriptException(id);
            case ["max", int count]:
                _emitter.MaxListeners = count;
                break;
            case ["names"]:
                // A symbol comes last in Node.
                _trace.Add($"names {string.Join(',', _emitter.EventNames.Select(NameOf).OrderBy(static name => name == "monitor"))}");
                break;
            case ["count", var name]:
                _trace.Add($"count {_emitter.ListenerCount(KeyOf(name))}");
                break;
            case ["countOf", var name, int id]:
                _trace.Add($"countOf {_emitter.ListenerCount(KeyOf(name), _listeners[id])}");
                break;
            case ["listeners", var name]:
                _trace.Add($"listeners {string.Join(',', _emitter.Listeners(KeyOf(name)).Select(Show))}");
                break;
            case ["raw", var name]:
                _trace.Add($"raw {string.Join(',', _emitter.Core.Listeners.Entries(KeyOf(name)).Select(entry => Show(entry.Listener.Delegate) + (entry.IsOnce ? "*" : "")))}");
                break;
            default:
                Change(op);
                break;
        }
    }

    private void Change(object[] op)
    {
        switch (op)
        {
            case ["off", var name, int id]:
                _emitter.Off(KeyOf(name), _listeners[id]);
                break;
            case ["removeAll", var name]:
                Removing(() => _emitter.RemoveAll(KeyOf(name)));
                break;
            case ["removeEverything"]:
                Removing(_emitter.RemoveAll);
                break;
            case [string verb, var name, int id]:
                Add(verb, KeyOf(name), _listeners[id]);
                break;
            default:
                throw new ArgumentException($"There is no '{op[0]}'.", nameof(op));
        }
    }

    private void Removing(Func<int> remove)
    {
        if (_emitter.Core.Listeners.Entries(EventEmitter.RemoveListener).Any(static entry => entry.IsOnce))
        {
            _trace.Add("skipped"); // see emitter.mjs
            return;
        }

        _removing++;
        try
        {
            remove();
        }
        finally
        {
            _removing--;
        }
    }

    private void Add(string verb, string name, Delegate listener) => _ = (verb, listener) switch
    {
        ("on", Action run) => _emitter.On(name, run),
        ("on", Action<object?> run) => _emitter.On(name, run),
        ("on", Action<object?, object?> run) => _emitter.On(name, run),
        ("once", Action run) => _emitter.Once(name, run),
        ("once", Action<object?> run) => _emitter.Once(name, run),
        ("once", Action<object?, object?> run) => _emitter.Once(name, run),
        ("prepend", Action run) => _emitter.Prepend(name, run),
        ("prepend", Action<object?> run) => _emitter.Prepend(name, run),
        ("prepend", Action<object?, object?> run) => _emitter.Prepend(name, run),
        ("prependOnce", Action run) => _emitter.PrependOnce(name, run),
        ("prependOnce", Action<object?> run) => _emitter.PrependOnce(name, run),
        ("prependOnce", Action<object?, object?> run) => _emitter.PrependOnce(name, run),
        _ => throw new ArgumentException($"There is no '{verb}' for {listener}.", nameof(verb)),
    };

    private bool Emit(string name, int count, int first) => count switch
    {
        0 => _emitter.Emit(name),
        1 => first % 2 == 0 ? _emitter.Emit(new EventKey<int>(name), first) : _emitter.Emit(name, first),
        2 => first % 2 == 0 ? _emitter.Emit<object, int>(name, first, first + 1) : _emitter.Emit(name, first, first + 1),
        3 => _emitter.Emit(name, first, first + 1, first + 2),
        4 => _emitter.Emit(name, first, first + 1, first + 2, first + 3),
        5 => _emitter.Emit(name, first, first + 1, first + 2, first + 3, first + 4),
        6 => _emitter.Emit(name, first, first + 1, first + 2, first + 3, first + 4, first + 5),
        7 => _emitter.Emit(name, first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6),
        _ => _emitter.Emit(name, first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7),
    };
}
