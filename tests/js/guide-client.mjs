// Plays two users of a step of the guide, with the official client, and says what they see: guide-client.mjs <address> <step>
import { io } from "socket.io-client";

const [address, step] = process.argv.slice(2);
const say = (...words) => console.log(words.map((word) => (typeof word === "string" ? word : JSON.stringify(word))).join(" "));
const next = (socket, name) => new Promise((resolve) => socket.once(name, (...args) => resolve(args)));
const ask = (socket, ...args) => socket.timeout(10_000).emitWithAck(...args);

async function connect(name) {
  let cookie;
  if (name) {
    const answer = await fetch(`${address}log-in?name=${name}`, { method: "POST" });
    cookie = answer.headers.getSetCookie()[0].split(";")[0];
  }
  const socket = io(address, { extraHeaders: cookie ? { cookie } : {}, forceNew: true });
  socket.cookie = cookie;
  await next(socket, "connect");
  return socket;
}

const steps = {
  async 1() {
    const [ada, bob] = [await connect(), await connect()];
    const [atAda, atBob] = [next(ada, "newMessage"), next(bob, "newMessage")];
    say("answer", await ask(ada, "sendMessage", "hi"));
    say("both", await atAda, await atBob);
    return [ada, bob];
  },
  async 2() {
    const [ada, bob, eve] = [await connect(), await connect(), await connect()];
    await ask(ada, "join_chat", "lounge");
    const joined = next(ada, "user_joined");
    await ask(bob, "join_chat", "lounge");
    const [room, who] = await joined;
    say("joined", room, who === bob.id);
    eve.on("newMessage", () => say("eve hears it"));
    say("who has not joined", await ask(eve, "sendMessage", "lounge", "no"));
    const heard = next(bob, "newMessage");
    say("who has", await ask(ada, "sendMessage", "lounge", "yes"));
    say("heard", await heard);
    await ask(eve, "join_chat", "elsewhere");
    return [ada, bob, eve];
  },
  async 3() {
    const nobody = io(address, { forceNew: true, reconnection: false });
    say("nobody", (await next(nobody, "connect_error"))[0].message);
    const [ada, bob, eve] = [await connect("ada"), await connect("bob"), await connect("eve")];
    const room = await ask(ada, "join_chat", "bob");
    say("same room", room === (await ask(bob, "join_chat", "ada")), room);
    say("eve's room", (await ask(eve, "join_chat", "ada")) !== room, await ask(eve, "sendMessage", room, "no"));
    const heard = next(bob, "newMessage");
    await ask(ada, "sendMessage", room, "hi");
    say("heard", await heard);
    return [nobody, ada, bob, eve];
  },
  async 4() {
    const [ada, bob] = [await connect("ada"), await connect("bob")];
    const room = await ask(ada, "join_chat", "bob");
    say("at first", await ask(ada, "messagesAfter", room, 0));
    const first = await ask(ada, "sendMessage", room, "t1", "one");
    const again = await ask(ada, "sendMessage", room, "t1", "one, sent again");
    say("once", first.id === again.id, again.text);
    await ask(ada, "sendMessage", room, "t2", "two");
    say("not joined", await ask(bob, "messagesAfter", room, 0));
    await ask(bob, "join_chat", "ada");
    say("bob missed", (await ask(bob, "messagesAfter", room, first.id)).map((message) => message.text));
    for (let number = 0; number < 150; number++) await ask(ada, "sendMessage", room, `n${number}`, "many");
    let [read, count] = [0, 0];
    for (let missed; missed?.length !== 0; read = missed.at(-1)?.id ?? read) {
      missed = await ask(bob, "messagesAfter", room, read);
      count += missed.length;
    }
    say("in all", count);
    return [ada, bob];
  },
  async 5() {
    const ada = await connect("ada");
    const shown = next(ada, "sockeye:presence");
    const room = await ask(ada, "join_chat", "bob");
    say("bob", (await shown)[0].users[0].online);
    const came = next(ada, "sockeye:presence");
    const bob = await connect("bob");
    say("bob", (await came)[0].users[0].online);
    const away = next(ada, "sockeye:presence");
    bob.emit("away", true);
    say("bob", (await away)[0].users[0].state);
    await ask(bob, "join_chat", "ada");
    const heard = next(bob, "newMessage");
    const posted = await fetch(`${address}messages`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: ada.cookie },
      body: JSON.stringify({ with: "bob", tempId: "t1", text: "by POST" }),
    });
    say("posted", posted.status, (await heard)[0].text, (await posted.json()).room === room);
    say("online", (await next(ada, "online"))[0]);
    return [ada, bob];
  },
};

for (const socket of await steps[step]()) socket.disconnect();
say("done");
