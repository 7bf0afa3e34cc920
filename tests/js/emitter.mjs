// Plays scripts on Node's own EventEmitter, one JSON line for each JSON line on standard input: what happened, as a list of lines.
//   {"listeners": [{"arity", "ops"}, ...], "ops": [op, ...]}   an op is [verb, ...what it needs]; see ScriptPlayer for the other side
import { createInterface } from "node:readline";
import { EventEmitter, errorMonitor } from "node:events";

const MaxDepth = 4;
const MaxLines = 300;

class ScriptError extends Error {
  constructor(id) {
    super("E" + id);
    this.id = id;
  }
}

const play = ({ listeners, ops }) => {
  const emitter = new EventEmitter();
  const trace = [];
  let depth = 0;
  let removing = 0;

  const keyOf = (name) => (name === "monitor" ? errorMonitor : name);
  const nameOf = (key) => (typeof key === "symbol" ? "monitor" : key);
  const functions = listeners.map((definition, id) => {
    const run = (args) => {
      trace.push(`L${id}(${args.map(show).join(",")})`);
      if (depth < MaxDepth && trace.length < MaxLines) {
        depth++;
        try {
          definition.ops.forEach(act);
        } finally {
          depth--;
        }
      }
    };
    return [() => run([]), (a) => run([a]), (a, b) => run([a, b])][definition.arity];
  });
  const idOf = (fn) => functions.indexOf(fn.listener ?? fn);
  const show = (value) =>
    typeof value === "function" ? "L" + idOf(value) : value instanceof ScriptError ? "E" + value.id : typeof value === "symbol" ? "monitor" : String(value);

  // Where a listener has more parameters than are emitted, Node would pass undefined and .NET has a rule of its own.
  const emit = (name, args) => {
    if (removing > 0) {
      trace.push("skipped");
      return;
    }
    if (name !== "error" && emitter.listeners(keyOf(name)).some((fn) => fn.length > args.length)) {
      throw new TypeError("mismatch");
    }
    trace.push(`${emitter.emit(keyOf(name), ...args)}`);
  };

  // A listener to removals that changes the listeners under removeAllListeners, by itself, by an emit that runs once-listeners or because it is one,
  // meets accidents of Node's arrays, up to a TypeError out of removeAllListeners.
  const change = (what) => (removing > 0 ? trace.push("skipped") : what());
  const removeAll = (...names) => {
    if (emitter.rawListeners("removeListener").some((fn) => fn.listener)) {
      trace.push("skipped");
      return;
    }
    removing++;
    try {
      emitter.removeAllListeners(...names.map(keyOf));
    } finally {
      removing--;
    }
  };

  const verbs = {
    on: (name, id) => change(() => emitter.on(keyOf(name), functions[id])),
    once: (name, id) => change(() => emitter.once(keyOf(name), functions[id])),
    prepend: (name, id) => change(() => emitter.prependListener(keyOf(name), functions[id])),
    prependOnce: (name, id) => change(() => emitter.prependOnceListener(keyOf(name), functions[id])),
    off: (name, id) => change(() => emitter.off(keyOf(name), functions[id])),
    removeAll: (name) => change(() => removeAll(name)),
    removeEverything: () => change(() => removeAll()),
    emit: (name, count, first) => emit(name, Array.from({ length: count }, (_, i) => first + i)),
    fail: (id) => emit("error", [new ScriptError(id), id]),
    failWith: (value) => emit("error", ["v" + value, value]),
    throw: (id) => {
      throw new ScriptError(id);
    },
    max: (count) => emitter.setMaxListeners(count),
    names: () => trace.push("names " + emitter.eventNames().map(nameOf).join(",")),
    count: (name) => trace.push("count " + emitter.listenerCount(keyOf(name))),
    countOf: (name, id) => trace.push("countOf " + emitter.listenerCount(keyOf(name), functions[id])),
    listeners: (name) => trace.push("listeners " + emitter.listeners(keyOf(name)).map(show).join(",")),
    raw: (name) => trace.push("raw " + emitter.rawListeners(keyOf(name)).map((fn) => show(fn) + (fn.listener ? "*" : "")).join(",")),
  };
  const act = ([verb, ...what]) => {
    if (trace.length < MaxLines) {
      verbs[verb](...what);
    }
  };

  process.emitWarning = (warning) => trace.push(`warning ${nameOf(warning.type)} ${warning.count}`);
  for (const op of ops) {
    try {
      act(op);
    } catch (error) {
      trace.push(
        error instanceof ScriptError ? "threw E" + error.id
          : error.code === "ERR_UNHANDLED_ERROR" ? "unhandled " + error.context
          : error.message === "mismatch" ? "mismatch" : "threw " + error.stack);
    }
  }
  return trace;
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(play(JSON.parse(line))) + "\n");
}
