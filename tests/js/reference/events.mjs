// Events with arguments of every kind, both ways.
export function events(io, { journal }) {
  for (const name of ["/", "/one", "/two"]) {
    io.of(name).on("connection", (socket) => {
      socket.on("echo", (...args) => {
        const ack = typeof args.at(-1) === "function" ? args.pop() : null;
        return ack === null ? socket.emit("echo", ...args) : ack(...args);
      });
      socket.on("fence", (ack) => ack());
    });
  }

  io.on("connection", (socket) => {
    for (let count = 0; count <= 8; count++) {
      socket.on(`sum${count}`, (...args) => {
        const ack = args.pop();
        ack(count, args.reduce((sum, value) => sum + value, 0));
      });
    }

    socket.on("sum of eight", (...args) => args.at(-1)(args.slice(0, 8).reduce((sum, value) => sum + value, 0)));
    socket.on("typed", (text, whole, real, flag, list, person, nothing, ack) => ack(text, whole, real, flag, list, person, nothing));
    socket.on("first", (value, ...rest) => rest.at(-1)(value));
    socket.on("optional", (text, ...rest) => rest.at(-1)(text, typeof rest[0] === "function" ? null : rest[0]));
    socket.on("size", (text, ack) => ack(Buffer.byteLength(text)));
    socket.on("big", (length, ack) => ack("é".repeat(length / 2)));
    socket.on("gifts", (ack) => {
      for (let count = 0; count <= 8; count++) {
        socket.emit("gift", ...Array.from({ length: count }, (_, index) => index + 1));
      }

      socket.emit("gift", "text", -1, 2.5, 9007199254740991, true, false, null);
      socket.emit("gift", [], {}, ["nested", [1, [2]]], { list: [{ deep: { er: null } }] });
      socket.emit("gift", "Grüße, 世界 👋🏽 \u0000\u001e\u2028 \"\\ </script>");
      socket.emit("gift", Buffer.from([1, 2, 3]));
      socket.emit("gift", "mixed", Buffer.alloc(0), { inner: [Buffer.from("ff00", "hex"), 5] }, Buffer.from([9]));
      ack();
    });
    socket.on("whole", (bytes, ack) => ack(bytes.length, bytes));
    socket.on("error", (text) => journal.write("error event", text));
    socket.on("step", (number) => journal.write("steps", number));
    socket.onAny((name, ...args) => String(name).startsWith("any ") && journal.write("any", [name, ...args.filter((arg) => typeof arg !== "function")]));
    socket.onAnyOutgoing((name, ...args) => name.startsWith("any ") && journal.write("any outgoing", [name, ...args]));
    socket.on("any here", (text, ack) => {
      socket.emit("any back", text);
      io.emit("any all", text);
      ack("not seen by listeners");
    });
    let once = 0;
    socket.once("once", () => once++);
    const off = () => once++;
    socket.on("off", off);
    socket.off("off", off);
    socket.on("once count", (ack) => ack(once));
  });
}
