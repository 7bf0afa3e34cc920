// Starts watching for what ends a socket and what the server says of it.
function watch(t, socket) {
  const ended = t.next(socket, "disconnect");
  return async () => {
    const [reason] = await ended;
    t.note(`client ${socket.nsp}`, reason, socket.connected, socket.active);
    t.note(await t.journal("endings " + socket.nsp, 2));
  };
}

export default {
  async "the client disconnects"(t) {
    const main = await t.connect();
    const one = await t.connect("/one", { manager: main.io });
    await t.call(main, "join", ["a", "b"]);
    const ended = watch(t, main);
    main.disconnect();
    await ended();
    t.note(one.connected, (await t.call(one, "who"))[0]);
    const oneEnded = watch(t, one);
    one.disconnect();
    await oneEnded();
  },

  async "the server disconnects one namespace"(t) {
    const main = await t.connect();
    const one = await t.connect("/one", { manager: main.io });
    await t.call(one, "join", "a");
    const ended = watch(t, one);
    one.emit("kick", false);
    await ended();
    t.note(main.connected, (await t.call(main, "who"))[0]);
    one.connect();
    await t.next(one, "connect");
    t.note((await t.call(one, "who"))[0]);
  },

  async "the server disconnects the connection"(t) {
    const main = await t.connect();
    const one = await t.connect("/one", { manager: main.io });
    const two = await t.connect("/two", { manager: main.io });
    const { engine } = main.io;
    const engineClosed = t.next(engine, "close");
    const ends = [watch(t, main), watch(t, one), watch(t, two)];
    one.emit("kick", true);
    for (const ended of ends) {
      await ended();
    }

    await engineClosed;
    t.note(engine.readyState);
  },

  async "the connection is closed by the client's engine"(t) {
    const main = await t.connect();
    const one = await t.connect("/one", { manager: main.io });
    const ends = [watch(t, main), watch(t, one)];
    main.io.engine.close();
    for (const ended of ends) {
      await ended();
    }
  },

  async "the wire is cut"(t) {
    const main = await t.connect();
    const one = await t.connect("/one", { manager: main.io });
    const ends = [watch(t, main), watch(t, one)];
    main.io.engine.transport.ws.terminate();
    for (const ended of ends) {
      await ended();
    }
  },

  async "a pong that is missing"(t) {
    const main = await t.connect();
    t.bePatient(main.io.engine);
    const ended = t.next(main, "disconnect");
    main.io.engine._sendPacket = () => {}; // the client says nothing any more, but its connection stands
    t.note((await t.journal("endings /", 2)).map(([what, reason]) => [what, reason]));
    t.note((await ended)[0], main.active);
  },

  async "the client stays through many heartbeats"(t) {
    const main = await t.connect();
    const { engine } = main.io;
    t.bePatient(engine);
    for (let beat = 0; beat < 6; beat++) {
      await t.next(engine, "ping");
    }

    await t.fence(main);
    t.note(main.connected);
  },

  async "emit, then disconnect"(t) {
    for (const close of [false, true]) {
      const main = await t.connect();
      const received = [];
      main.on("farewell", (number, bytes) => received.push([number, bytes]));
      const ended = t.next(main, "disconnect");
      main.emit("farewell", 200, close);
      const [reason] = await ended;
      t.note(reason, received.length, received.every(([number, bytes], index) => number === index && (index % 10 === 0) === (bytes !== null)));
    }
  },

  async "emit, then leave"(t) {
    const main = await t.connect();
    for (let number = 0; number < 100; number++) {
      main.emit("step", number);
    }

    main.disconnect();
    const steps = await t.journal("steps", 100);
    t.note(steps.length, steps.every((number, index) => number === index));
    t.note((await t.journal("endings /", 2)).map(([, reason]) => reason));
  },

  async "a room is joined too late"(t) {
    const main = await t.connect();
    const other = await t.connect();
    await t.call(main, "join", "a");
    main.disconnect();
    await t.journal("endings /", 2);
    t.note(await t.call(other, "members", "a"), await t.call(other, "members", main.id ?? "gone"));
  },

  async "leaving a handler behind"(t) {
    const main = await t.connect();
    const other = await t.connect();
    main.emit("wait for ever");
    await t.journal("waiting", 1);
    main.disconnect();
    t.note((await t.journal("endings /", 2)).map(([what]) => what));
    t.note(await t.journal("waiting", 2));
    await t.signal("gone");
    t.note(await t.journal("waiting", 3));
    t.note(await t.call(other, "members", "too late"));
  },

  async "a socket that comes back"(t) {
    const main = await t.connect();
    const first = main.id;
    await t.call(main, "join", "a");
    main.disconnect();
    t.note(main.id === undefined);
    main.connect();
    await t.next(main, "connect");
    t.note(main.id !== first, await t.call(main, "rooms"));
    main.on("echo", (...args) => t.note("echo", args));
    main.emit("echo", "once");
    await t.fence(main);
  },
};
