// Rooms and broadcasting: a client describes a broadcast, the server makes it.
export function grouping(io) {
  for (const name of ["/", "/one", "/two"]) {
    io.of(name).on("connection", (socket) => {
      const { nsp } = socket;
      socket.on("join", async (rooms, ack) => {
        await socket.join(rooms);
        ack();
      });
      socket.on("leave", async (room, ack) => {
        await socket.leave(room);
        ack();
      });
      socket.on("rooms", (ack) => ack([...socket.rooms].map((room) => (room === socket.id ? "(own)" : room)).sort()));
      socket.on("members", (room, ack) => ack(nsp.adapter.rooms.get(room)?.size ?? 0));
      socket.on("broadcast", ({ from, to = [], except = [], flags = [], event = "news", args }) => {
        let target = from === "socket" ? socket : from === "broadcast" ? socket.broadcast : nsp;
        target = to.reduce((operator, room) => operator.to(room), target);
        target = except.reduce((operator, room) => operator.except(room), target);
        target = flags.reduce((operator, flag) => operator[flag], target);
        target.emit(event, ...args);
      });
      socket.on("kept operator", () => {
        const toA = nsp.to("a");
        toA.to("b");
        toA.except("c");
        toA.emit("news", "only a");
      });
      socket.on("move", async (from, to, ack) => {
        nsp.in(from).socketsJoin(to);
        nsp.in(from).socketsLeave(from);
        ack();
      });
      socket.on("drop", (room, close) => nsp.in(room).disconnectSockets(close));
    });
  }
}
