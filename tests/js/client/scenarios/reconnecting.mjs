import { random } from "../play.mjs";

export default {
  async "the server restarts"(t) {
    const socket = await t.connect("/", { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 60, auth: { who: "me" } });
    const one = await t.connect("/one", { manager: socket.io });
    const first = socket.id;
    socket.on("echo", (...args) => t.note("echo", args));
    socket.emit("echo", "before");
    await t.fence(socket);
    const ended = t.next(socket, "disconnect");
    const back = Promise.all([t.next(socket, "connect"), t.next(one, "connect")]);
    await t.ask("restart");
    const [reason] = await ended;
    t.note(["transport close", "transport error"].includes(reason), socket.active);
    socket.emit("echo", "while away");
    await back;
    t.note(socket.id !== first, (await t.call(socket, "handshake"))[0].auth, (await t.call(one, "who"))[0]);
    socket.emit("echo", "after");
    await t.fence(socket);
  },

  // Numbered events both ways while the transport changes: none may be lost, doubled or out of order. The probe starts after a seeded
  // number of echoes; a second client's numbers come in from elsewhere all the while.
  async "upgrades under traffic"(t) {
    const next = random(t.seed);
    const turns = (count) => new Promise((resolve) => (function turn(left) { left === 0 ? resolve() : setImmediate(turn, left - 1); })(count));
    const socket = t.socket();
    const { engine } = socket.io;
    const probe = engine._probe.bind(engine);
    let start;
    engine._probe = (name) => (start = () => probe(name));
    const upgraded = t.next(engine, "upgrade");
    let over = false;
    upgraded.then(() => (over = true), () => (over = true)); // a failure is awaited below

    const echoed = [];
    const ticks = [];
    let heard = 0;
    const before = 1 + next(100);
    socket.on("echo", (number, filling) => {
      echoed.push(number);
      heard += filling?.length ?? 0;
      if (echoed.length === before) {
        start();
      }
    });
    socket.on("tick", (number) => ticks.push(number));
    await t.next(socket, "connect");
    const other = t.socket("/", { transports: ["websocket"] });
    await t.next(other, "connect");

    let sent = 0;
    let said = 0;
    let ticked = 0;
    for (let after = 0; after < 20 && engine.readyState === "open"; after += over ? 1 : 0) {
      // Not further ahead than that: the client would fill a POST up to maxPayload, and past it, as it counts base64 as 1.33 bytes for one.
      for (let burst = next(6); burst >= 0 && sent < echoed.length + 300; burst--) {
        const kind = next(4);
        const filling = kind === 0 ? Buffer.alloc(next(300)) : kind === 1 ? "x".repeat(next(3000)) : null;
        said += filling?.length ?? 0;
        socket.emit("echo", sent++, filling);
        if (next(2) === 0) {
          other.emit("broadcast", { from: "io", to: [socket.id], event: "tick", args: [ticked++] });
        }
      }

      await turns(1 + next(12));
    }

    await upgraded;
    await t.fence(other);
    await t.fence(socket);
    const inOrder = (numbers) => numbers.every((number, index) => number === index);
    t.note(echoed.length === sent, inOrder(echoed), heard === said, ticks.length === ticked, inOrder(ticks), engine.transport.name);
  },

  // Many connections come, work and go, in every way there is to go.
  async "comings and goings"(t) {
    const { cycles, atOnce } = await t.ask("how many");
    const ways = [
      (socket) => socket.disconnect(),
      (socket) => socket.io.engine.close(),
      (socket) => socket.emit("kick", false),
      (socket) => socket.emit("kick", true),
      (socket) => (socket.io.engine.transport.ws ? socket.io.engine.transport.ws.terminate() : socket.io.engine.close()),
      (socket) => socket.io.engine.write("2["),
    ];
    let started = 0;
    let finished = 0;
    const worker = async () => {
      while (started < cycles) {
        const number = started++;
        const socket = t.socket();
        await t.next(socket, "connect");
        socket.on("question", (answer) => answer(number));
        await t.call(socket, "join", [`room ${number % 10}`, `own ${number}`]);
        t.socket("/one", { manager: socket.io });
        socket.emit("broadcast", { from: "socket", to: [`room ${number % 10}`], args: [number, Buffer.from([1])] });
        socket.emit("ask", 5000);
        await t.call(socket, "ack value", number);
        const ended = t.next(socket, "disconnect");
        ways[number % ways.length](socket);
        await ended;
        socket.io.engine?.close();
        finished++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    t.note(finished);
  },
};
