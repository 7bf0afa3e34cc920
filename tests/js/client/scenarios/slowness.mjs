// Clients that do not read for a while, and clients that a server sends away.

/** Stops reading: the WebSocket's TCP connection rests, or no further poll is sent. Gives what goes on again. */
function hold(engine) {
  const { transport } = engine;
  if (transport.name === "websocket") {
    const { ws } = transport;
    ws.pause();
    return () => ws.resume();
  }

  const poll = transport._poll.bind(transport);
  let held = false;
  transport._poll = () => (held = true);
  return () => {
    transport._poll = poll;
    if (held) {
      poll();
    }
  };
}

const ascending = (numbers) => numbers.every((number, index) => index === 0 || number > numbers[index - 1]);

export default {
  async "a client that does not read comes back"(t) {
    const socket = await t.connect("/", { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 60 });
    const numbers = [];
    socket.on("n", (number) => numbers.push(number));
    const goOn = hold(socket.io.engine);
    const ended = t.next(socket, "disconnect");
    const waiting = await t.ask("flood");
    const back = t.next(socket, "connect");
    goOn();
    await ended;
    await back;
    t.note("waiting", waiting);
    t.note("in order", ascending(numbers));
    numbers.length = 0;
    await t.fence(socket);
    t.note("back", socket.connected && numbers.length === 0);
  },

  async "a client that does not read for a while"(t) {
    const socket = await t.connect();
    const { id } = socket;
    const numbers = [];
    let enough;
    let expected = Infinity;
    const all = new Promise((resolve) => (enough = resolve));
    const look = () => numbers.length >= expected && enough();
    socket.on("n", (number) => {
      numbers.push(number);
      look();
    });
    const goOn = hold(socket.io.engine);
    expected = await t.ask("flood");
    goOn();
    look();
    await t.until(all, `${expected} events`);
    await t.fence(socket);
    t.note("all that was taken", numbers.length === expected);
    t.note("in order", ascending(numbers));
    t.note("same connection", socket.connected && socket.id === id);
  },

  async "the server sends its clients away"(t) {
    const count = t.seed;
    const sockets = await Promise.all(
      Array.from({ length: count }, () => t.connect("/", { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 50 })),
    );
    const ids = sockets.map(({ id }) => id);
    let told = 0;
    const back = Promise.all(
      sockets.map((socket) => {
        socket.once("moving", () => told++);
        return t.next(socket, "connect");
      }),
    );
    await t.ask("drain");
    await back;
    t.note("told", told);
    t.note("came back", sockets.filter(({ connected }) => connected).length);
    t.note("new ids", sockets.filter(({ id }, index) => id !== ids[index]).length);
    t.note("answered", (await Promise.all(sockets.map((socket) => t.call(socket, "ack value", 7)))).length);
  },
};
