// 200 ms each, until the server would have given up without them: after 200 ms and another 2500.
const beats = 15;

export default {
  async "a handler slower than the heartbeat"(t) {
    const socket = await t.connect();
    const { engine } = socket.io;
    t.bePatient(engine);
    socket.emit("slow", "slow");
    for (let beat = 0; beat < beats; beat++) {
      await t.next(engine, "ping");
    }

    t.note(socket.connected);
    await t.signal("slow");
    t.note(await t.journal("slow", 1));
    await t.fence(socket);
    t.note(socket.connected);
  },

  // The handler holds the inbox, which is full; the connection must neither close nor lose anything.
  async "a slow handler with the inbox full"(t) {
    const socket = await t.connect();
    const { engine } = socket.io;
    t.bePatient(engine);
    socket.emit("slow", "slow");
    for (let number = 0; number < 500; number++) {
      socket.emit("fill", number);
    }

    for (let beat = 0; beat < beats; beat++) {
      await t.next(engine, "ping");
    }

    t.note(socket.connected);
    await t.signal("slow");
    const filled = await t.journal("filled", 500);
    t.note(filled.length, filled.every((number, index) => number === index), socket.connected);
    await t.fence(socket);
  },
};
