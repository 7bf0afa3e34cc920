// What every peer does, in Socket.IO's words; the .NET peers have the same handlers.
export function addHandlers(io) {
  io.on("connection", (socket) => {
    socket.on("echo", (text, acknowledge) => acknowledge(text));
    socket.on("broadcast", (text) => io.emit("message", text));
    socket.on("join", (room, count) => socket.join(Array.from({ length: count }, (_, number) => `${room}-${number}`)));
    socket.on("publish", (room, text) => io.to(room).emit("message", text));
  });
}

export const heartbeat = {
  pingInterval: Number(process.env.PING_INTERVAL_MS ?? 25_000),
  pingTimeout: 20_000,
};
