const refusal = (t, socket) => t.until(new Promise((resolve) => socket.once("connect_error", resolve)), "connect_error");

export default {
  async "dynamic namespaces"(t) {
    const one = await t.connect("/numbered-1");
    const two = await t.connect("/numbered-2", { manager: one.io });
    const far = await t.connect("/numbered-2");
    const told = { one: [], two: [], far: [] };
    for (const [name, socket] of Object.entries({ one, two, far })) {
      socket.on("told", (text) => told[name].push(text));
    }

    t.note(await t.call(one, "name"), await t.call(two, "name"));
    await t.call(one, "join", "room");
    await t.call(two, "join", "room");
    await t.call(one, "tell all", "everyone");
    await t.call(two, "tell room", "room", "only two");
    await t.call(far, "name");
    await t.call(one, "name");
    t.note(told);
    const unlucky = t.socket("/numbered-13", { manager: one.io });
    t.note(await refusal(t, unlucky));
    const byAuth = t.socket("/by-auth", { manager: one.io });
    t.note(await refusal(t, byAuth));
    byAuth.auth = { token: 1 };
    byAuth.connect();
    await t.next(byAuth, "connect");
    const later = await t.connect("/by-later", { manager: one.io });
    t.note(await t.call(byAuth, "name"), await t.call(later, "name"));
    t.note(await refusal(t, t.socket("/numbered-x", { manager: one.io })), one.connected);
    t.note(await t.journal("dynamic", 4));
    two.disconnect();
    far.disconnect();
    await t.call(one, "name"); // the official server forbids a CONNECT on the heels of a DISCONNECT
    const again = await t.connect("/numbered-2", { manager: one.io });
    t.note(await t.call(again, "name"));
  },

  async "sockets are listed"(t) {
    const sockets = {};
    for (const [name, rooms] of Object.entries({ ann: ["a"], bob: ["a", "b"], cid: [] })) {
      const socket = (sockets[name] = await t.connect("/", { auth: { name } }));
      if (rooms.length > 0) {
        await t.call(socket, "join", rooms);
      }
    }

    await t.call(sockets.bob, "note", "hello");
    t.note(await t.call(sockets.ann, "list", []));
    t.note(await t.call(sockets.ann, "list", ["a"]));
    t.note(await t.call(sockets.ann, "list", ["b", sockets.cid.id]));
    t.note(await t.call(sockets.ann, "list", ["nobody"]));
  },

  async "events go through middleware"(t) {
    const socket = await t.connect("/through");
    t.note(await t.call(socket, "echo", "plain"), await t.call(socket, "alias", "original"));
    socket.emit("refused");
    await t.journal("through", 4);
    t.note(await t.call(socket, "echo", "still here"), socket.connected);
    t.note(await t.journal("through", 5));
  },

  async "listeners of every kind"(t) {
    const socket = await t.connect("/listened");
    for (let round = 0; round < 2; round++) {
      await t.call(socket, "e");
      t.note((await t.journal("listened", round === 0 ? 10 : 18)).slice(round * 10));
    }
  },
};
