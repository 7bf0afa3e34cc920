// Dynamic namespaces, middleware of sockets, catch-all listeners, and the lists of sockets.
export function surface(io, { journal }) {
  dynamic(io, journal);
  io.on("connection", (socket) => {
    socket.on("list", async (rooms, ack) => {
      const found = await (rooms.length > 0 ? io.in(rooms) : io).fetchSockets();
      const shown = found.map(({ id, handshake, rooms: itsRooms, data }) => ({
        name: handshake.auth.name ?? null,
        rooms: [...itsRooms].filter((room) => room !== id).sort(),
        note: data.note ?? null,
      }));
      ack(shown.sort((one, other) => (one.name < other.name ? -1 : 1)));
    });
    socket.on("note", (text, ack) => {
      socket.data.note = text;
      ack(text);
    });
  });

  io.of("/through").on("connection", (socket) => {
    socket.onAny((name) => journal.write("through", "any " + name));
    socket.use((incoming, next) => {
      if (incoming[0] === "refused") {
        return next(new Error("not this one"));
      }

      if (incoming[0] === "alias") {
        incoming[0] = "echo";
        incoming[1] = "changed";
      }

      next();
    });
    socket.on("error", (error) => journal.write("through", "error " + error.message));
    socket.on("refused", () => journal.write("through", "never"));
    socket.on("echo", (text, ack) => ack(text));
  });

  io.of("/listened").on("connection", (socket) => {
    const note = (what) => journal.write("listened", what);
    const gone = () => note("never");
    socket.onAny((name) => note("any " + name));
    socket.onAny(gone);
    socket.prependAny((name) => note("first any " + name));
    socket.offAny(gone);
    socket.onAnyOutgoing((name, ...args) => note(`outgoing ${name} ${args.length}`));
    socket.onAnyOutgoing(gone);
    socket.prependAnyOutgoing((name, ...args) => note(`first outgoing ${name} ${args.length}`));
    socket.offAnyOutgoing(gone);
    socket.on("e", () => note("on"));
    socket.once("e", () => note("once"));
    socket.prependListener("e", () => note("prepended"));
    socket.prependOnceListener("e", () => note("prepended once"));
    socket.on("e", (ack) => {
      socket.emit("back", 1, 2);
      socket.nsp.emit("all", Buffer.from([1]));
      ack();
    });
  });
}

function dynamic(io, journal) {
  const numbered = io.of(/^\/numbered-[0-9]+$/);
  numbered.use((socket, next) => {
    journal.write("dynamic", "asked " + socket.nsp.name);
    next(socket.nsp.name === "/numbered-13" ? new Error("unlucky") : undefined);
  });
  const named = (socket) => socket.on("name", (ack) => ack(socket.nsp.name));
  numbered.on("connection", (socket) => {
    named(socket);
    socket.on("join", (room, ack) => {
      socket.join(room);
      ack();
    });
    socket.on("tell all", (text, ack) => {
      numbered.emit("told", text);
      ack();
    });
    socket.on("tell room", (room, text, ack) => {
      socket.nsp.to(room).emit("told", text);
      ack();
    });
  });
  io.of((name, auth, next) => next(null, name === "/by-auth" && "token" in auth)).on("connection", named);
  io.of((name, auth, next) => setImmediate(() => next(null, name === "/by-later"))).on("connection", named);
}
