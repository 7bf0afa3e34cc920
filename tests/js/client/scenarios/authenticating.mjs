const token = async (t, user) => (await (await t.until(fetch(`${t.url}/token?user=${user}`), "a token")).json()).accessToken;

const bearer = async (t, user) => ({ extraHeaders: { Authorization: `Bearer ${await token(t, user)}` } });

/** The HTTP status with which a connection was refused: polling says it, `ws` has it in its message. */
const status = async (t, options) => {
  const socket = t.socket("/", options);
  const error = await t.until(new Promise((resolve) => socket.once("connect_error", resolve)), "connect_error");
  const { description } = error;
  return typeof description === "number" ? description : Number(/\d{3}/.exec(description?.message)?.[0]);
};

export default {
  async "refused at the door"(t) {
    t.note(await status(t), await status(t, await bearer(t, "bert")), t.socket("/").connected);
    const anna = await t.connect("/", await bearer(t, "anna"));
    t.note(await t.call(anna, "name"));
  },

  async "origins"(t) {
    const from = (origin, headers = {}) => ({ extraHeaders: { Origin: origin, ...headers } });
    const forwarded = { "X-Forwarded-Host": "site.example", "X-Forwarded-Proto": "https" };
    const { host } = new URL(t.url);
    t.note(await status(t, from("http://foe.example")));
    t.note((await t.connect("/", from(`http://${host}`))).connected);
    t.note((await t.connect("/", from(`https://${host}`))).connected); // TLS ends in a proxy that keeps the host
    t.note(await status(t, from("https://foe.example", forwarded)));
    t.note((await t.connect("/", from("https://site.example", forwarded))).connected); // a proxy that changes it, and says so
  },

  async "renewal"(t) {
    const socket = await t.connect();
    t.note(await t.call(socket, "sockeye:renew", "nonsense"));
    const refused = t.next(socket, "sockeye:refused");
    socket.emit("sockeye:renew", { token: "nonsense" });
    t.note(await refused);
    const [answer] = await t.call(socket, "sockeye:renew", await token(t, "anna"));
    t.note([Date.parse(answer.expires) > Date.now()], await t.call(socket, "name"));
    const told = t.next(socket, "told");
    socket.emit("tell", "anna", "for anna");
    t.note(await told);
    const [other] = await t.call(socket, "sockeye:renew", { token: await token(t, "bert") });
    t.note([other.error.code], await t.call(socket, "name"), socket.connected);
  },

  async "expiry"(t) {
    const options = await bearer(t, "anna");
    const socket = t.socket("/", { ...options, reconnection: true, reconnectionDelay: 10 });
    const expiring = t.next(socket, "sockeye:expiring");
    const expired = t.next(socket, "sockeye:expired");
    const disconnect = t.next(socket, "disconnect");
    await t.next(socket, "connect");
    await t.upgraded(socket.io.engine);
    t.note(await t.call(socket, "name"));
    await t.ask("let 31 minutes pass");
    const [notice] = await expiring;
    t.note(typeof notice.expires, notice.closesIn > 0 && notice.closesIn <= 30 * 60_000);
    await t.ask(`let it be ${notice.expires}`);
    t.note(await expired);
    t.note([/^transport (close|error)$/.test((await disconnect)[0])]); // an error where its next poll shows what is no token any more
    await t.next(socket, "connect");
    t.note(await t.call(socket, "name")); // its token is no longer one, so that it is nobody now
  },

  async "rate limit"(t) {
    const socket = await t.connect();
    t.note(await t.call(socket, "limited", 1), await t.call(socket, "limited", 2));
    t.note(await t.call(socket, "limited", 3));
    const refused = t.next(socket, "sockeye:refused");
    socket.emit("limited", 4);
    t.note(await refused);
    t.note(socket.connected);
    const disconnect = t.next(socket, "disconnect");
    socket.emit("limited", 5);
    socket.emit("limited", 6);
    t.note((await disconnect)[0]);
  },
};
