// Four sockets in their rooms, then broadcasts from the first; what each received, once all have been served.
async function audience(t, namespace, rooms) {
  const sockets = {};
  for (const [name, itsRooms] of Object.entries(rooms)) {
    const socket = await t.connect(namespace);
    socket.heard = [];
    socket.on("news", (...args) => socket.heard.push(args.length === 1 ? args[0] : args));
    if (itsRooms.length > 0) {
      await t.call(socket, "join", itsRooms);
    }

    sockets[name] = socket;
  }

  return sockets;
}

async function heard(t, sockets) {
  const all = {};
  for (const [name, socket] of Object.entries(sockets)) {
    await t.fence(socket);
    if (socket.heard.length > 0) {
      all[name] = socket.heard.splice(0);
    }
  }

  return all;
}

const rooms = { sender: ["a"], one: ["a", "b"], two: ["b", "c"], three: [] };

export default {
  async "who hears a broadcast"(t) {
    const sockets = await audience(t, "/", rooms);
    const elsewhere = await audience(t, "/one", { other: ["a", "b"] });
    const plans = [
      { from: "io" },
      { from: "io", to: ["a"] },
      { from: "io", to: ["a", "b"] },
      { from: "io", to: ["b"], except: ["c"] },
      { from: "io", except: ["a"] },
      { from: "io", except: ["a", "c"] },
      { from: "io", to: ["nobody"] },
      { from: "io", to: ["a", "a"], except: ["nobody"] },
      { from: "broadcast" },
      { from: "broadcast", to: ["a", "b"] },
      { from: "socket", to: ["a"] },
      { from: "socket", to: ["a", "b"], except: ["c"] },
      { from: "socket", except: ["b"] },
      { from: "socket" },
      { from: "io", to: [sockets.two.id] },
      { from: "socket", to: [sockets.sender.id, sockets.three.id] },
      { from: "io", except: [sockets.one.id] },
      { from: "io", to: ["a"], flags: ["local"] },
      { from: "broadcast", flags: ["local"] },
    ];
    for (const [index, plan] of plans.entries()) {
      sockets.sender.emit("broadcast", { ...plan, args: [index] });
      await t.fence(sockets.sender);
      t.note(await heard(t, sockets), await heard(t, elsewhere));
    }
  },

  async "broadcast of every kind of argument"(t) {
    const sockets = await audience(t, "/", rooms);
    sockets.sender.emit("broadcast", { from: "io", to: ["a", "b"], args: ["é👋", 2.5, null, [true, {}], { deep: [1] }] });
    sockets.sender.emit("broadcast", { from: "io", to: ["a", "b"], args: [Buffer.from([1, 2]), "with", { inner: Buffer.alloc(0) }] });
    sockets.sender.emit("broadcast", { from: "socket", to: ["b"], args: [] });
    await t.fence(sockets.sender);
    t.note(await heard(t, sockets));
  },

  async "rooms are kept"(t) {
    const { sender, one } = await audience(t, "/", { sender: ["a", "b"], one: ["b"] });
    t.note(await t.call(sender, "rooms"), await t.call(one, "rooms"));
    await t.call(sender, "join", "b");
    await t.call(sender, "join", ["x", "y"]);
    t.note(await t.call(sender, "rooms"), await t.call(sender, "members", "b"), await t.call(sender, "members", "x"));
    await t.call(sender, "leave", "b");
    await t.call(sender, "leave", "never joined");
    t.note(await t.call(sender, "rooms"), await t.call(sender, "members", "b"));
    one.disconnect();
    await t.journal("endings /", 2);
    t.note(await t.call(sender, "members", "b"), await t.call(sender, "members", "a"));
  },

  async "an operator that is kept does not change"(t) {
    const sockets = await audience(t, "/", rooms);
    sockets.sender.emit("kept operator");
    await t.fence(sockets.sender);
    t.note(await heard(t, sockets));
  },

  async "sockets are moved and dropped by room"(t) {
    const sockets = await audience(t, "/", rooms);
    await t.call(sockets.sender, "move", "b", "moved");
    t.note(await t.call(sockets.one, "rooms"), await t.call(sockets.two, "rooms"), await t.call(sockets.three, "rooms"));
    const ends = Promise.all([t.next(sockets.one, "disconnect"), t.next(sockets.two, "disconnect")]);
    sockets.sender.emit("drop", "moved", false);
    t.note((await ends).map(([reason]) => reason), sockets.three.connected);
  },

  async "broadcast to the namespaces of one connection"(t) {
    const main = await t.connect();
    const one = await t.connect("/one", { manager: main.io });
    const both = [];
    main.on("news", (text) => both.push(["/", text]));
    one.on("news", (text) => both.push(["/one", text]));
    one.emit("broadcast", { from: "io", args: ["from /one"] });
    main.emit("broadcast", { from: "io", args: ["from /"] });
    await t.fence(one);
    await t.fence(main);
    t.note(both);
  },

  async "volatile reaches those who are ready"(t) {
    const sockets = await audience(t, "/", rooms);
    // A polling client is ready only while a request of its own waits, so it is tried until it was.
    for (let tries = 0; sockets.three.heard.length === 0 && tries < 200; tries++) {
      sockets.sender.emit("broadcast", { from: "io", to: [sockets.three.id], flags: ["volatile"], args: ["hello"] });
      await t.fence(sockets.sender);
      await t.fence(sockets.three);
    }

    t.note(sockets.three.heard[0], sockets.one.heard.length);
    sockets.sender.emit("broadcast", { from: "io", args: ["plain"] });
    await t.fence(sockets.sender);
    await t.fence(sockets.one);
    t.note(sockets.one.heard);
  },
};
