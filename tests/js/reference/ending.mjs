// Disconnecting, from either side.
export function ending(io, { journal }) {
  for (const name of ["/", "/one", "/two"]) {
    io.of(name).on("connection", (socket) => {
      const rooms = () => [...socket.rooms].map((room) => (room === socket.id ? "(own)" : room)).sort();
      const write = (what) => (reason) => journal.write("endings " + name, [what, reason, rooms(), socket.connected]);
      socket.on("disconnecting", write("disconnecting"));
      socket.on("disconnect", write("disconnect"));
      socket.on("kick", (close) => socket.disconnect(close));
      socket.on("farewell", (count, close) => {
        for (let number = 0; number < count; number++) {
          socket.emit("farewell", number, number % 10 === 0 ? Buffer.from([number]) : null);
        }

        socket.disconnect(close);
      });
    });
  }
}
