// One run of a scenario against one server: its connections, its trace, and its deadline.
import { Manager } from "socket.io-client";
import msgpack from "socket.io-msgpack-parser";
import { show } from "./show.mjs";

const transports = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] };

const parsers = { msgpack };

export class Play {
  trace = [];
  #managers = [];
  #pending = new Set();
  #expired;
  #expire;

  constructor({ url, mode, path, parser, seed, deadline = 60_000 }, ask) {
    Object.assign(this, { url, mode, path, parser: parsers[parser], seed, askCaller: ask });
    this.#expired = new Promise((_, reject) => (this.#expire = reject));
    this.#expired.catch(() => {}); // whoever waits sees it; nobody may be waiting
    this.timer = setTimeout(() => this.#expire(new Error(`waited too long for: ${[...this.#pending].join(", ")}`)), deadline);
  }

  /** Adds a line to the trace. */
  note(...values) {
    this.trace.push(values.length === 1 ? show(values[0]) : values.map(show));
  }

  /** Waits, at most until the run's deadline, and says what for if that passes. */
  until(promise, what) {
    this.#pending.add(what);
    const outcome = Promise.race([promise, this.#expired]).finally(() => this.#pending.delete(what));
    outcome.catch(() => {}); // a scenario may have failed elsewhere before it gets to wait for this
    return outcome;
  }

  /** The arguments of the next event of that name. */
  next(emitter, event) {
    return this.until(new Promise((resolve) => emitter.once(event, (...args) => resolve(args))), event);
  }

  /** Emits with an acknowledgement and gives all of its arguments. */
  call(socket, event, ...args) {
    return this.until(new Promise((resolve) => socket.emit(event, ...args, (...answer) => resolve(answer))), `the answer to ${event}`);
  }

  /** A manager that has not connected yet. */
  manager(options = {}) {
    return this.adopt(new Manager(this.url, {
      transports: transports[this.mode],
      path: this.path ?? "/socket.io",
      parser: this.parser,
      reconnection: false,
      autoConnect: false,
      ...options,
    }));
  }

  /** Closes a manager when the run is over. */
  adopt(manager) {
    this.#managers.push(manager);
    return manager;
  }

  /** A socket of a namespace that is connecting: over a connection of its own unless `manager` says another. */
  socket(namespace = "/", { manager, auth, ...options } = {}) {
    const socket = (manager ?? this.manager(options)).socket(namespace, { auth });
    socket.connect();
    return socket;
  }

  /** A connected socket; in upgrade mode its transport is WebSocket by then. */
  async connect(namespace = "/", options = {}) {
    const socket = this.socket(namespace, options);
    await this.until(
      new Promise((resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("connect_error", reject);
      }),
      `connect to ${namespace}`,
    );
    await this.upgraded(socket.io.engine);
    return socket;
  }

  /** In upgrade mode, waits for WebSocket; then checks that the transport is the one of the mode. */
  async upgraded(engine) {
    if (this.mode === "upgrade" && engine.transport.name === "polling") {
      await this.next(engine, "upgrade");
    }

    const wanted = { upgrade: "websocket", jsonp: "polling" }[this.mode] ?? this.mode;
    if (engine.transport.name !== wanted) {
      throw new Error(`the transport is ${engine.transport.name}, not ${wanted}`);
    }
  }

  /** Lets the client wait long for the server's next ping: a machine that stands still for a moment is no server that has gone. */
  bePatient(engine) {
    engine._pingTimeout = 60_000;
    engine._resetPingTimeout();
  }

  /** An Engine.IO connection on which no namespace was joined: `write` sends a message as it is. */
  async raw(options = {}) {
    const manager = this.manager(options);
    await this.until(new Promise((resolve, reject) => manager.open((error) => (error ? reject(error) : resolve()))), "open");
    const { engine } = manager;
    engine.received = [];
    engine.on("data", (data) => engine.received.push(data));
    engine.closed = new Promise((resolve) => engine.once("close", (reason) => resolve(reason)));
    await this.upgraded(engine);
    return engine;
  }

  /** The next message of a raw connection, in order, none lost. */
  async message(engine) {
    if (engine.received.length === 0) {
      await this.next(engine, "data");
    }

    return engine.received.shift();
  }

  /** What the server wrote down under a topic, once there are so many entries. */
  async journal(topic, count) {
    const url = `${this.url}/journal?topic=${encodeURIComponent(topic)}&count=${count}`;
    const response = await this.until(fetch(url), `${count} journal entries about ${topic}`);
    const entries = await response.json();
    if (entries.length < count) {
      throw new Error(`the server's journal has ${entries.length} entries about ${topic}, not ${count}: ${JSON.stringify(entries)}`);
    }

    return entries;
  }

  /** Lets a handler of the server go on that waits for this signal. */
  async signal(name) {
    await this.until(fetch(`${this.url}/signal?name=${encodeURIComponent(name)}`, { method: "POST" }), `signal ${name}`);
  }

  /** Everything the server was sent on this socket before has been handled when this returns. */
  async fence(socket) {
    await this.call(socket, "fence");
  }

  /** Lets the test do something between two steps. */
  ask(question) {
    return this.until(this.askCaller(question), `the test to do: ${question}`);
  }

  close() {
    clearTimeout(this.timer);
    for (const manager of this.#managers) {
      manager.reconnection(false);
      (manager._close ?? manager.close).call(manager);
    }
  }
}

/** Small pseudo-random numbers that a seed repeats (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
