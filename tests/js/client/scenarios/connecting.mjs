const refusal = (t, socket) => t.until(new Promise((resolve) => socket.once("connect_error", resolve)), "connect_error");

export default {
  async "the handshake"(t) {
    const socket = await t.connect("/", { auth: { token: "é", list: [1, { a: null }] }, query: { name: "a b&c=ü" }, extraHeaders: { "X-Test": "yes" } });
    t.note(await t.call(socket, "handshake"));
    t.note(/^[\w-]{20}$/.test(socket.id), socket.recovered);
    const [name, id, connected] = await t.call(socket, "who");
    t.note(name, id === socket.id, id === socket.io.engine.id, connected);
  },

  async "no auth"(t) {
    const socket = await t.connect();
    const [handshake] = await t.call(socket, "handshake");
    t.note(handshake.auth, handshake.name);
  },

  async "auth by function"(t) {
    const socket = await t.connect("/", { auth: (give) => setImmediate(() => give({ late: true })) });
    const [handshake] = await t.call(socket, "handshake");
    t.note(handshake.auth);
  },

  async "refusal with data"(t) {
    for (const namespace of ["/guarded", "/guarded-later", "/guarded-plain"]) {
      const socket = t.socket(namespace, { auth: { token: "bad" } });
      t.note(namespace, await refusal(t, socket), socket.connected, socket.active);
    }

    for (const namespace of ["/guarded", "/guarded-later"]) {
      const socket = await t.connect(namespace, { auth: { token: "good" } });
      t.note(namespace, socket.connected);
    }
  },

  async "a refusal leaves the connection"(t) {
    const main = await t.connect();
    const { engine } = main.io;
    const guarded = t.socket("/guarded", { manager: main.io, auth: { token: "bad" } });
    t.note(await refusal(t, guarded));
    const unknown = t.socket("/nowhere", { manager: main.io });
    t.note(await refusal(t, unknown));
    const query = t.socket("/one?x=1", { manager: main.io });
    t.note(await refusal(t, query));
    guarded.auth = { token: "good" };
    guarded.connect();
    await t.next(guarded, "connect");
    t.note(guarded.connected, main.connected, main.io.engine === engine, await t.call(main, "who").then(([name]) => name));
  },

  async "several namespaces"(t) {
    const main = await t.connect("/", { auth: { from: "main" }, query: { name: "shared" } });
    const { io } = main;
    const one = await t.connect("/one", { manager: io, auth: { from: "one" } });
    const two = await t.connect("/two", { manager: io });
    t.note(new Set([main.id, one.id, two.id]).size, one.io.engine === main.io.engine);
    for (const socket of [main, one, two]) {
      const [{ auth, name }] = await t.call(socket, "handshake");
      socket.on("shout", (...args) => t.note(socket.nsp, "heard", ...args));
      t.note((await t.call(socket, "who"))[0], auth, name);
    }

    for (const socket of [two, main, one]) {
      socket.emit("shout", "by " + socket.nsp);
      await t.fence(socket);
    }

    one.disconnect();
    t.note(one.connected, two.connected, (await t.call(two, "who"))[0]);
    one.connect();
    await t.next(one, "connect");
    t.note((await t.call(one, "who"))[0]);
  },

  async "middleware in order"(t) {
    const socket = await t.connect("/ordered");
    t.note(await t.journal("ordered", 4));
    t.note(await t.call(socket, "rooms"));
  },

  async "middleware that refuses"(t) {
    const socket = t.socket("/ordered", { auth: { stop: true } });
    t.note(await refusal(t, socket));
    t.note(await t.journal("ordered", 2));
  },

  async "middleware that throws"(t) {
    const main = await t.connect();
    for (const namespace of ["/throws", "/throws-later"]) {
      t.note(namespace, await refusal(t, t.socket(namespace, { manager: main.io })));
    }

    t.note(await t.journal("hook", 2));
    await t.fence(main);
    t.note(main.connected);
  },

  async "leaving during middleware"(t) {
    const main = await t.connect();
    t.socket("/patient", { manager: main.io });
    t.note(await t.journal("patient", 1));
    main.io.engine.close();
    await t.journal("endings /", 2);
    await t.signal("patient");
    t.note(await t.journal("patient", 2));
    const other = await t.connect("/patient");
    t.note(other.connected, await t.journal("patient", 5));
  },

  async "own connections for one namespace twice"(t) {
    const first = await t.connect();
    const second = await t.connect();
    t.note(first.id !== second.id, first.io.engine.id !== second.io.engine.id);
    second.on("echo", () => t.note("not for me"));
    first.emit("echo", "mine");
    t.note(await t.next(first, "echo"));
    await t.fence(second);
  },

  async "custom path"(t) {
    const socket = await t.connect();
    const [{ path }] = await t.call(socket, "handshake");
    t.note(path);
  },
};
