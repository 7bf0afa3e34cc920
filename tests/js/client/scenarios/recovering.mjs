import { random } from "../play.mjs";

/** Ends the connection without a word where the transport can. */
function drop({ engine }) {
  const { ws } = engine.transport;
  ws ? ws.terminate() : engine.close();
}

/** What comes with an offset: its arguments without that. */
function listen(socket, event) {
  const heard = [];
  socket.on(event, (...args) => {
    const offset = args.pop();
    heard.push(typeof offset === "string" ? args : ["no offset", ...args, offset]);
  });
  return heard;
}

export default {
  // Three drops in a row: each time the client is away while others emit, and then comes back to where it was.
  async "comes back to its session"(t) {
    const socket = await t.connect();
    const other = await t.connect();
    const heard = listen(socket, "news");
    const { id } = socket;
    const tell = async (...plans) => {
      for (const plan of plans) {
        other.emit("broadcast", { from: "io", ...plan });
      }

      await t.fence(other);
    };
    await t.call(socket, "join", ["room", "second"]);
    await t.call(socket, "note", "kept");
    await tell({ args: ["first"] });
    await t.fence(socket);
    t.note(socket.recovered, heard.splice(0));
    for (let drops = 1; drops <= 3; drops++) {
      const ended = t.next(socket, "disconnect");
      drop(socket.io);
      await ended;
      await t.journal("endings /", 2 * drops);
      await tell(
        { args: ["to all", drops] },
        { to: ["room", "second"], args: ["to the room", Buffer.from([drops])] },
        { to: ["elsewhere"], args: ["to another room"] },
        { except: ["second"], args: ["to others"] },
        { flags: ["volatile"], args: ["volatile"] },
        { to: [id], args: ["to the socket", { deep: [Buffer.from([1]), null] }] },
        { from: "broadcast", args: ["from another"] },
      );
      const back = t.next(socket, "connect");
      socket.connect();
      await back;
      await t.upgraded(socket.io.engine);
      await tell({ to: ["room"], args: ["again"] });
      await t.fence(socket);
      t.note(socket.recovered, socket.id === id, heard.splice(0), (await t.call(socket, "rooms"))[0], (await t.call(socket, "list", ["room"]))[0]);
    }
  },

  async "what cannot be recovered"(t) {
    const socket = await t.connect();
    const { id } = socket;
    const heard = listen(socket, "news");
    socket.emit("broadcast", { from: "io", args: ["first"] });
    await t.fence(socket);

    // One that leaves by itself has left, and a session that nobody knows is a new one.
    let endings = 0;
    for (const change of [() => socket.disconnect(), () => { socket._pid = "nobody's"; drop(socket.io); }, () => { socket._lastOffset = "nowhere"; drop(socket.io); }]) {
      const ended = t.next(socket, "disconnect");
      change();
      await ended;
      await t.journal("endings /", (endings += 2));
      const back = t.next(socket, "connect");
      socket.connect();
      await back;
      t.note(socket.recovered, socket.id !== id);
      socket.emit("broadcast", { from: "io", args: ["more"] });
      await t.fence(socket);
    }

    t.note(heard);
  },

  // Numbered events come in all the while, and the connection breaks at any time: none is lost or doubled, and their order is kept.
  async "drops under traffic"(t) {
    const next = random(t.seed);
    const socket = await t.connect("/", { reconnection: true, reconnectionDelay: 5, reconnectionDelayMax: 10, timeout: 5000 });
    const other = await t.connect();
    const { id } = socket;
    const ticks = listen(socket, "tick");
    let recovered = true;
    socket.on("connect", () => (recovered &&= socket.recovered && socket.id === id));
    let sent = 0;
    const tick = () => other.emit("broadcast", { from: "io", to: next(2) ? [id] : [], event: "tick", args: [sent++, next(3) ? null : Buffer.alloc(next(2000))] });
    for (let drops = 0; drops < 12; drops++) {
      const ended = t.next(socket, "disconnect");
      const back = t.next(socket, "connect");
      for (let burst = next(40); burst >= 0; burst--) {
        tick();
        if (next(4) === 0) {
          await new Promise(setImmediate);
        }
      }

      drop(socket.io);
      await ended;
      await new Promise(setImmediate);
      socket.receiveBuffer.length = 0; // what it was decoding when the connection broke it keeps, and asks for again: it would show that twice
      for (let burst = next(20); burst >= 0; burst--) {
        tick();
      }

      await back;
    }

    await t.fence(other);
    await t.fence(socket);
    const wrong = ticks.findIndex(([number], index) => number !== index);
    t.note(recovered, ticks.length === sent, wrong < 0 ? true : ticks.slice(Math.max(0, wrong - 3), wrong + 20).map(([number]) => number));
  },
};
