const show = (args) => JSON.stringify(args, (_, value) => (value?.type === "Buffer" ? "bytes:" + Buffer.from(value.data).toString("hex") : value));

export default {
  async "binary anywhere"(t) {
    const socket = await t.connect();
    const nothing = Buffer.alloc(0);
    const all = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const cases = [
      [all],
      [nothing],
      [nothing, nothing, all, nothing],
      ["before", all, "after"],
      [{ deep: [{ er: { bytes: all, n: 1 } }, all] }, [[[nothing]]]],
      Array.from({ length: 10 }, (_, index) => Buffer.alloc(index, index)),
      [new Uint8Array([1, 2, 3]).buffer, new Uint16Array([513]), new DataView(new ArrayBuffer(2))],
    ];
    for (const args of cases) {
      socket.emit("echo", ...args);
      const event = await t.next(socket, "echo");
      const answer = await t.call(socket, "echo", ...args);
      const asBuffers = (value) =>
        value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? Buffer.from(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength)
        : Array.isArray(value) ? value.map(asBuffers)
        : value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asBuffers(v)]))
        : value;
      const wanted = show(asBuffers(args));
      t.note(show(event) === wanted, show(answer) === wanted);
    }
  },

  async "binary for a typed handler"(t) {
    const socket = await t.connect();
    for (const bytes of [Buffer.from("00ff10", "hex"), Buffer.alloc(0), Buffer.alloc(70_000, 7)]) {
      const [length, back] = await t.call(socket, "whole", bytes);
      t.note(length, Buffer.compare(bytes, back));
    }
  },

  async "large binary"(t) {
    const socket = await t.connect();
    const maxPayload = socket.io.engine._maxPayload;
    // Over polling the client sends what does not fit as a body of its own: b and base64.
    const size = t.mode === "polling" ? Math.floor((maxPayload - 1) / 4) * 3 : maxPayload;
    const bytes = Buffer.alloc(size, "0123456789");
    // A client whose last POST is under way would put header and attachment into one that is too large: it counts base64 as 1.33 bytes for one.
    while (!socket.io.engine.transport.writable) {
      await new Promise(setImmediate);
    }

    const [length, back] = await t.call(socket, "whole", bytes);
    t.note(length === size, Buffer.compare(bytes, back), socket.connected);
  },

  async "text and binary interleaved"(t) {
    const socket = await t.connect();
    const received = [];
    socket.on("echo", (number, bytes) => received.push([number, bytes === null ? null : bytes.length]));
    for (let number = 0; number < 100; number++) {
      socket.emit("echo", number, number % 3 === 0 ? Buffer.alloc(number) : null);
    }

    await t.fence(socket);
    t.note(received.length, received.every(([number, length], index) => number === index && length === (index % 3 === 0 ? index : null)));
  },
};
