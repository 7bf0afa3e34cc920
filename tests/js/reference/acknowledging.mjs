// Answers to the client and questions to it.
export function acknowledging(io, { journal, signals }) {
  io.on("connection", (socket) => {
    socket.on("ack value", (number, ack) => ack?.(number + 1));
    socket.on("ack later", async (number, ack) => {
      await signals.given("ack later");
      ack(number + 1);
    });
    socket.on("ack nothing", (ack) => ack());
    socket.on("ack nothing later", async (ack) => {
      await signals.given("ack nothing later");
      ack();
    });
    socket.on("ack null", (ack) => ack(null));
    socket.on("ack several", (ack) => ack?.(1, "two", Buffer.from([3]), { four: [Buffer.from([4, 4])] }));
    socket.on("ack early", async (ack) => {
      ack("early");
      await signals.given("ack early");
      journal.write("ack early", "went on");
    });
    socket.on("ack never", () => journal.write("ack never", "called"));
    socket.on("ack twice", (ack) => {
      ack("first");
      ack("second");
    });
    socket.on("ack wanted", (...args) => journal.write("ack wanted", typeof args.at(-1) === "function"));

    const outcome = (promise) => promise.then((answer) => ["answered", answer], (error) => [error.message]);
    socket.on("ask", async (timeout, ...args) => {
      journal.write("answers", await outcome(socket.timeout(timeout).emitWithAck("question", ...args)));
    });
    socket.on("ask everyone", (timeout, room) => {
      io.to(room).timeout(timeout).emit("question", "all", (error, answers) => journal.write("answers", [error?.message ?? "answered", answers.sort()]));
    });
    socket.on("converse", async (ack) => ack(await socket.timeout(10_000).emitWithAck("question", "deep")));
    socket.on("fill", (number) => journal.write("filled", number));
    socket.on("slow", async (name) => {
      await signals.given(name);
      journal.write("slow", name);
    });
  });
}
