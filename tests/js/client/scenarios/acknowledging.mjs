export default {
  async "handlers answer with their result"(t) {
    const socket = await t.connect();
    t.note(await t.call(socket, "ack value", 41));
    t.note(await t.call(socket, "ack nothing"), await t.call(socket, "ack null"));
    const later = t.call(socket, "ack later", 1);
    const nothing = t.call(socket, "ack nothing later");
    await t.signal("ack later");
    t.note(await later);
    await t.signal("ack nothing later");
    t.note(await nothing);
  },

  async "handlers that answer themselves"(t) {
    const socket = await t.connect();
    t.note(await t.call(socket, "ack several"));
    t.note(await t.call(socket, "ack early"));
    await t.signal("ack early");
    t.note(await t.journal("ack early", 1));
    let answers = 0;
    socket.emit("ack never", () => answers++);
    t.note(await t.journal("ack never", 1));
    socket.emit("ack twice", (...args) => t.note(++answers, args));
    await t.fence(socket);
    t.note(answers);
  },

  async "events without acknowledgement"(t) {
    const socket = await t.connect();
    const { engine } = socket.io;
    const packets = [];
    engine.on("data", (data) => packets.push(data));
    socket.emit("ack value", 1);
    socket.emit("ack several");
    socket.emit("ack wanted");
    socket.emit("ack wanted", () => {});
    await t.fence(socket);
    t.note(await t.journal("ack wanted", 2), packets);
  },

  async "each answer goes to its question"(t) {
    const socket = await t.connect();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => t.call(socket, "ack value", index * 10)));
    t.note(answers.every(([answer], index) => answer === index * 10 + 1));
    const one = await t.connect("/one", { manager: socket.io });
    t.note(await t.call(one, "echo", "same id, other namespace"));
  },

  async "the server asks"(t) {
    const socket = await t.connect();
    socket.on("question", (...args) => {
      const answer = args.pop();
      t.note("asked", args);
      answer("first", Buffer.from([1, 2]), 3);
      answer("second");
    });
    socket.emit("ask", 10_000, "what", { and: Buffer.from([7]) });
    t.note((await t.journal("answers", 1)).map(([what, answer]) => [what, answer]));
    socket.off("question");
    socket.on("question", (answer) => answer());
    socket.emit("ask", 10_000);
    t.note((await t.journal("answers", 2))[1][0]);
    await t.fence(socket);
  },

  async "the server asks in vain"(t) {
    const socket = await t.connect();
    let late;
    socket.on("question", (answer) => (late = answer));
    const asked = t.next(socket, "question");
    socket.emit("ask", 100);
    await asked;
    t.note(await t.journal("answers", 1));
    late("too late");
    await t.fence(socket);
    t.note(await t.journal("answers", 1), socket.connected);
    socket.emit("ask", 10_000);
    await t.next(socket, "question");
    late("in time");
    t.note((await t.journal("answers", 2))[1]);
  },

  async "an answer nobody asked for"(t) {
    const socket = await t.connect();
    const { engine } = socket.io;
    for (const packet of ["3999[]", "30[1]", "361[]", "318446744073709551615[\"x\"]"]) {
      engine.write(packet);
    }

    engine.write(`61-5[{"_placeholder":true,"num":0}]`);
    engine.write(Buffer.from([1]));
    await t.fence(socket);
    t.note(socket.connected);
  },

  async "an answer from somebody else"(t) {
    const asked = await t.connect();
    const other = await t.connect();
    let question;
    asked.io.engine.on("data", (data) => data.includes?.("question") && (question = data));
    asked.on("question", () => {});
    asked.emit("ask", 10_000);
    await t.next(asked, "question");
    const id = /^2(\d+)\[/.exec(question)[1];
    other.io.engine.write(`3${id}["forged"]`);
    await t.fence(other);
    asked.io.engine.write(`3${id}["genuine"]`);
    t.note(await t.journal("answers", 1));
  },

  async "the server asks a room"(t) {
    const sockets = [];
    for (const name of ["a", "b", "c"]) {
      const socket = await t.connect();
      await t.call(socket, "join", "asked");
      socket.on("question", (what, answer) => answer(`${name} on ${what}`, "surplus"));
      sockets.push(socket);
    }

    const outsider = await t.connect();
    outsider.on("question", () => t.note("not asked"));
    outsider.emit("ask everyone", 10_000, "asked");
    t.note((await t.journal("answers", 1))[0]);
    sockets[1].off("question");
    outsider.emit("ask everyone", 3_000, "asked"); // the others answer within it, however busy the machine
    t.note((await t.journal("answers", 2))[1]);
    outsider.emit("ask everyone", 10_000, "nobody there");
    t.note((await t.journal("answers", 3))[2]);
    await t.fence(outsider);
  },

  async "the client leaves instead of answering"(t) {
    for (const [count, leave] of [[1, (socket) => socket.disconnect()], [2, (socket) => socket.io.engine.close()]]) {
      const socket = await t.connect();
      socket.emit("ask without limit");
      await t.next(socket, "question");
      leave(socket);
      t.note(await t.journal("settled", count));
    }
  },

  async "a handler awaits its own client"(t) {
    const socket = await t.connect();
    socket.on("question", (depth, answer) => answer(depth + " answer"));
    t.note(await t.call(socket, "converse"));
  },

  async "a handler awaits its own client with the inbox full"(t) {
    const socket = await t.connect();
    socket.on("question", (depth, answer) => answer(depth + " answer"));
    const answer = t.call(socket, "converse");
    for (let number = 0; number < 200; number++) {
      socket.emit("fill", number);
    }

    t.note(await answer);
    const filled = await t.journal("filled", 200);
    t.note(filled.length, filled.every((number, index) => number === index), socket.connected);
  },
};
