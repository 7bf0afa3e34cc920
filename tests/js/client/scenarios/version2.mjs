// Clients of Socket.IO v2, which speak revision 3 of Engine.IO's protocol.
import io2 from "socket.io-client-v2";
import { installDocument } from "../document.mjs";
import { random } from "../play.mjs";

const transports = { polling: ["polling"], jsonp: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] };

function makeManager(t, options = {}) {
  if (t.mode === "jsonp") {
    installDocument();
  }

  return t.adopt(
    io2.Manager(t.url, {
      transports: transports[t.mode],
      forceJSONP: t.mode === "jsonp",
      reconnection: false,
      autoConnect: false,
      ...options,
    }),
  );
}

async function connect(t, namespace = "/", { manager, query, ...options } = {}) {
  const socket = (manager ?? makeManager(t, options)).socket(namespace, { query });
  socket.connect();
  await t.until(
    new Promise((resolve, reject) => {
      socket.once("connect", resolve);
      for (const event of ["error", "connect_error"]) {
        socket.once(event, (error) => reject(error instanceof Error ? error : new Error(JSON.stringify(error))));
      }
    }),
    `connect to ${namespace}`,
  );
  await t.upgraded(socket.io.engine);
  return socket;
}

const everything = [
  [],
  [0, -1.5, 1e21, null, true],
  ["", "é €  世界 👋🏽", "line\nfeed \\n backslash \\\\n \r\n & + % = \u2028 \u2029 ' \" <b>", "4:x", "\u0000\u001e"],
  [{ a: [{ b: null }] }, [[]]],
  [Buffer.from([1, 2, 3])],
  ["é", Buffer.alloc(0), { deep: [Buffer.from(Array.from({ length: 256 }, (_, index) => index))] }],
];

export default {
  async "v2: every argument comes back"(t) {
    const socket = await connect(t);
    for (const args of everything) {
      socket.emit("echo", ...args);
      t.note(await t.next(socket, "echo"));
      t.note(await t.call(socket, "echo", ...args));
    }

    t.note(await t.call(socket, "ack several"));
  },

  async "v2: many packets in one payload"(t) {
    const socket = await connect(t);
    const echoed = [];
    socket.on("echo", (number, text, bytes) => echoed.push([number, text, bytes?.length ?? null]));
    for (let number = 0; number < 200; number++) {
      socket.emit("echo", number, "é👋".repeat(number % 5), number % 3 === 0 ? Buffer.alloc(number) : null);
    }

    await t.fence(socket);
    t.note(echoed.length, echoed.every(([number, text, length], index) =>
      number === index && text === "é👋".repeat(index % 5) && length === (index % 3 === 0 ? index : null)));
  },

  async "v2: the handshake"(t) {
    const socket = await connect(t, "/", { query: undefined });
    const [handshake] = await t.call(socket, "handshake");
    t.note(handshake.auth, handshake.eio, handshake.path);
    const [name, id, connected] = await t.call(socket, "who");
    t.note(name, id === socket.id, id === socket.io.engine.id, connected);
  },

  async "v2: namespaces with a query"(t) {
    const main = await connect(t);
    const one = await connect(t, "/one", { manager: main.io, query: { token: "a b&c=é", list: "1" } });
    t.note((await t.call(one, "handshake"))[0].auth);
    const [name, id] = await t.call(one, "who");
    t.note(name, id === one.id, id === `/one#${main.io.engine.id}`);
    const two = await connect(t, "/two", { manager: main.io });
    t.note((await t.call(two, "handshake"))[0].auth, (await t.call(main, "who"))[0]);
    for (const socket of [main, one, two]) {
      socket.on("shout", (...args) => t.note(socket.nsp, "heard", ...args));
    }

    for (const socket of [two, main, one]) {
      socket.emit("shout", "by " + socket.nsp);
      await t.fence(socket);
    }
  },

  async "v2: refusals"(t) {
    const main = await connect(t);
    for (const namespace of ["/guarded", "/guarded-later", "/guarded-plain", "/nowhere"]) {
      const socket = main.io.socket(namespace);
      const refusal = t.next(socket, "error");
      socket.connect();
      t.note(namespace, await refusal);
    }

    const admitted = await connect(t, "/guarded", { query: { token: "good" } }); // a manager makes a namespace's socket once
    t.note(admitted.connected, (await t.call(main, "who"))[0]);
  },

  async "v2: rooms and broadcasts"(t) {
    const sockets = [await connect(t), await connect(t), await connect(t)];
    const heard = sockets.map(() => []);
    sockets.forEach((socket, index) => socket.on("news", (...args) => heard[index].push(args)));
    await t.call(sockets[0], "join", ["a"]);
    await t.call(sockets[1], "join", ["a", "b"]);
    t.note(await t.call(sockets[1], "members", "a"), await t.call(sockets[0], "rooms"));
    const plans = [
      { from: "nsp", args: ["to all", 1] },
      { from: "broadcast", args: ["to the others", { deep: ["é"] }] },
      { from: "nsp", to: ["a"], args: ["to a"] },
      { from: "socket", to: ["a", "b"], args: ["to a and b"] },
      { from: "nsp", to: ["a"], except: ["b"], args: [Buffer.from([1, 2, 3]), "with binary"] },
      { from: "nsp", args: [{ first: Buffer.from([4]) }, Buffer.alloc(0)] },
    ];
    for (const plan of plans) {
      sockets[0].emit("broadcast", plan);
      await t.fence(sockets[0]);
      for (const other of sockets) {
        await t.fence(other);
      }

      t.note(heard.map((news) => news.splice(0)));
    }

    await t.call(sockets[1], "leave", "a");
    t.note(await t.call(sockets[2], "members", "a"));
  },

  async "v2: the client and the server disconnect"(t) {
    const socket = await connect(t);
    const one = await connect(t, "/one", { manager: socket.io });
    one.disconnect();
    t.note(await t.journal("endings /one", 2));
    socket.close();
    t.note(await t.journal("endings /", 2));
  },

  async "v2: the wire is cut"(t) {
    const socket = await connect(t);
    const ended = t.next(socket, "disconnect");
    socket.io.engine.close();
    await ended;
    t.note(await t.journal("endings /", 2));
  },

  async "v2: many heartbeats"(t) {
    const socket = await connect(t);
    let pongs = 0;
    socket.on("pong", () => pongs++);
    while (pongs < 6) {
      await t.next(socket, "pong");
    }

    t.note(socket.connected, (await t.call(socket, "who"))[0]);
  },

  async "v2: no heartbeat"(t) {
    const socket = await connect(t);
    const { engine } = socket.io;
    engine.off("heartbeat"); // which would let the client itself end the connection, at the same time
    clearTimeout(engine.pingTimeoutTimer);
    clearTimeout(engine.pingIntervalTimer);
    engine.setPing = () => {};
    engine.ping = () => {};
    t.note((await t.journal("endings /", 2)).map(([what, reason]) => [what, reason]));
  },

  async "v2: the server restarts"(t) {
    const socket = await connect(t, "/", { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 60 });
    const one = await connect(t, "/one", { manager: socket.io, query: { who: "me" } });
    const first = socket.id;
    const back = [t.next(socket, "connect"), t.next(one, "connect")];
    await t.ask("restart");
    await Promise.all(back);
    t.note(socket.id !== first, (await t.call(one, "handshake"))[0].auth, await t.call(socket, "echo", "after", Buffer.from([7])));
  },

  async "v2: upgrades under traffic"(t) {
    const below = random(t.seed);
    for (let round = 0; round < 10; round++) {
      const socket = makeManager(t).socket("/");
      const echoed = [];
      socket.on("echo", (number) => echoed.push(number));
      socket.connect();
      await t.next(socket, "connect");
      const count = 50 + below(50);
      for (let number = 0; number < count; number++) {
        socket.emit("echo", number, number % 4 === 0 ? Buffer.from([number]) : "é");
        if (below(3) === 0) {
          await new Promise((resolve) => setTimeout(resolve, below(8)));
        }
      }

      await t.upgraded(socket.io.engine);
      await t.fence(socket);
      if (echoed.length !== count || echoed.some((number, index) => number !== index)) {
        throw new Error(`sent ${count}, received ${JSON.stringify(echoed)}`);
      }

      socket.close();
    }

    t.note("nothing lost");
  },

  async "v2: not let in"(t) {
    const socket = makeManager(t).socket("/");
    const failed = t.next(socket, "connect_error");
    socket.connect();
    await failed;
    const response = await t.until(fetch(`${t.url}/socket.io/?EIO=3&transport=polling`), "the refusal");
    t.note(response.status, response.headers.get("content-type"), await response.text());
  },
};
