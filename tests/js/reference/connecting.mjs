// Handshakes, middleware and namespaces.
export function connecting(io, { journal, signals }) {
  const refusal = () => Object.assign(new Error("not you"), { data: { code: 7, hints: ["a", null, { b: true }] } });
  const admitted = (socket) => socket.handshake.auth.token === "good";

  for (const name of ["/", "/one", "/two"]) {
    io.of(name).on("connection", (socket) => {
      const { handshake } = socket;
      socket.on("handshake", (ack) =>
        ack({
          auth: handshake.auth,
          name: handshake.query.name ?? null,
          eio: handshake.query.EIO,
          header: handshake.headers["x-test"] ?? null,
          path: handshake.url.split("?")[0],
          secure: handshake.secure,
          crossDomain: handshake.xdomain,
          address: handshake.address.replace("::ffff:", ""),
        }),
      );
      socket.on("who", (ack) => ack(socket.nsp.name, socket.id, socket.connected));
      socket.on("shout", (text) => socket.nsp.emit("shout", socket.nsp.name, text));
    });
  }

  io.of("/guarded").use((socket, next) => next(admitted(socket) ? undefined : refusal()));
  io.of("/guarded-later").use((socket, next) => {
    setImmediate(() => next(admitted(socket) ? undefined : refusal()));
  });
  io.of("/guarded-plain").use((socket, next) => next(new Error("no data here")));

  const ordered = io.of("/ordered");
  for (const step of ["first", "second", "third"]) {
    ordered.use((socket, next) => {
      journal.write("ordered", [step, socket.connected]);
      socket.join("room of " + step);
      setImmediate(() => next(step === "second" && socket.handshake.auth.stop ? refusal() : undefined));
    });
  }

  ordered.on("connection", (socket) => {
    journal.write("ordered", ["connection", socket.connected]);
    socket.on("rooms", (ack) => ack([...socket.rooms].filter((room) => room !== socket.id).sort()));
  });

  const patient = io.of("/patient");
  patient.use(async (socket, next) => {
    journal.write("patient", "middleware");
    await signals.given("patient");
    next();
    journal.write("patient", "middleware ended");
  });
  patient.on("connection", () => journal.write("patient", "connection"));
}
