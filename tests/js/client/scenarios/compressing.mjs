const size = 100_000;

export default {
  async "compressed both ways"(t) {
    const socket = await t.connect();
    const { ws } = socket.io.engine.transport;
    const tcp = ws._socket;
    t.note(ws.extensions.split(";")[0], socket.io.engine.transport.name);

    // What compresses well: counted where TCP takes it, hardly anything of it travels.
    const text = "é".repeat(size / 2);
    const bytes = Buffer.alloc(size, 7);
    for (const value of [text, bytes]) {
      const [read, written] = [tcp.bytesRead, tcp.bytesWritten];
      const [back] = await t.call(socket, "echo", value);
      t.note(Buffer.compare(Buffer.from(value), Buffer.from(back)), tcp.bytesRead - read < size / 20, tcp.bytesWritten - written < size / 20);
    }

    // What a server sends without being asked, to one and to all.
    const read = tcp.bytesRead;
    const gift = t.next(socket, "compressed gift");
    socket.emit("give compressed", size);
    t.note((await gift)[0].length, tcp.bytesRead - read < size / 20);
    const plain = tcp.bytesRead;
    const second = t.next(socket, "plain gift");
    socket.emit("give plain", size);
    t.note((await second)[0].length, tcp.bytesRead - plain > size);
  },
};
