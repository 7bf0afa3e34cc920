// The answer as Engine.IO carried it, byte for byte.
async function rawAnswer(t, engine, ...messages) {
  for (const message of messages) {
    engine.write(message);
  }

  const answer = [];
  for (let left = messages.length; left > 0; left--) {
    answer.push(await t.message(engine));
  }

  return answer;
}

const everything = [
  [],
  [1],
  [0, -1, 2.5, 1e21, 5e-324, Number.MAX_SAFE_INTEGER],
  ["", "a", "\u0000\u0001\b\f\n\r\t\u001e\u001f", "\"quoted\" \\ / ", "\u2028\u2029\u00a0\ufeff"],
  ["é", "Grüße", "世界", "👋🏽", "e\u0301", "𝄞", "\ud83d lonely \udc4b"],
  [true, false, null],
  [{}, [], [[]], [{}], { "": "" }],
  [{ a: { b: { c: [1, { d: [null] }] } } }, { "key with \" and \n": 1, "é": 2, _placeholder: "not one" }],
  ["{\"looks\":\"like json\"}", "42[\"like a packet\"]", "5-[1]"],
  [1, 2, 3, 4, 5, 6, 7, 8],
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
];

export default {
  async "every argument comes back"(t) {
    const socket = await t.connect();
    for (const args of everything) {
      const wanted = JSON.stringify(JSON.parse(JSON.stringify(args)));
      socket.emit("echo", ...args);
      const event = await t.next(socket, "echo");
      const answer = await t.call(socket, "echo", ...args);
      t.note(JSON.stringify(event) === wanted, JSON.stringify(answer) === wanted, event.length);
    }
  },

  async "as they came, byte for byte"(t) {
    const engine = await t.raw();
    engine.write("0");
    t.note(/^0\{"sid":"[\w-]{20}"\}$/.test(await t.message(engine)));
    const odd = `1.0,1e2,-0,12345678901234567890.5,"\\u00e9\\/\\ud83d","é",{ "b" : [ 1 ,2 ],"a":1,"a":2},\t[ ]`;
    t.note(await rawAnswer(t, engine, `2["echo",${odd}]`));
    t.note(await rawAnswer(t, engine, `217["echo",${odd}]`));
    const [header, first, second] = await rawAnswer(
      t,
      engine,
      `52-18["echo", {"x":{"_placeholder":true,"num":1}},{"num":0,"_placeholder":true} ]`,
      Buffer.from([0, 255]),
      Buffer.alloc(0),
    );
    t.note(header, first, second);
  },

  async "typed handlers"(t) {
    const socket = await t.connect();
    for (let count = 0; count <= 8; count++) {
      t.note(await t.call(socket, `sum${count}`, ...Array.from({ length: count }, (_, index) => index + 1)));
    }

    t.note(await t.call(socket, "sum of eight", 1, 2, 3, 4, 5, 6, 7, 8));
    t.note(await t.call(socket, "typed", "text 👋", -7, 2.5, true, ["a", "b"], { name: "Ada", age: 36, tags: { x: [1] } }, null));
    t.note(await t.call(socket, "typed", "", 0, 0.1, false, [], { name: "", age: 0, tags: null }, null));
  },

  async "surplus arguments are ignored"(t) {
    const socket = await t.connect();
    t.note(await t.call(socket, "first", "kept", "surplus", { more: [1] }, 4, 5, 6, 7, 8, 9, 10));
    t.note(await t.call(socket, "first", "kept", Buffer.from([1])));
    t.note(await t.call(socket, "optional", "one"), await t.call(socket, "optional", "one", "two"), await t.call(socket, "optional", "one", null));
  },

  async "what the server emits"(t) {
    const socket = await t.connect();
    socket.on("gift", (...args) => t.note(args));
    await t.call(socket, "gifts");
  },

  async "large payloads"(t) {
    const socket = await t.connect();
    const envelope = `420["size",""]`.length;
    for (const letter of ["x", "é", "👋"]) {
      const bytes = Buffer.byteLength(letter);
      const maxPayload = socket.io.engine._maxPayload;
      const digits = String(socket.ids).length - 1; // the acknowledgement id grows
      const count = Math.floor((maxPayload - envelope - digits) / bytes);
      t.note(await t.call(socket, "size", letter.repeat(count)));
    }

    const [big] = await t.call(socket, "big", 3_000_000);
    t.note(Buffer.byteLength(big), /^é+$/.test(big), socket.connected);
  },

  async "a payload that is too large"(t) {
    const socket = await t.connect();
    const ended = t.next(socket, "disconnect");
    socket.emit("echo", "x".repeat(socket.io.engine._maxPayload));
    const [reason] = await ended;
    t.note(reason);
    t.note((await t.journal("endings /", 2)).map(([what]) => what));
    const other = await t.connect();
    await t.fence(other);
  },

  async "listeners of the server"(t) {
    const socket = await t.connect();
    for (let time = 0; time < 3; time++) {
      socket.emit("once");
      socket.emit("off");
    }

    t.note(await t.call(socket, "once count"));
  },

  async "catch-all listeners"(t) {
    const socket = await t.connect();
    const heard = [];
    socket.onAny((...args) => heard.push(args));
    t.note(await t.call(socket, "any here", "text"));
    socket.emit("any without listener", 1, { two: 2 });
    socket.emit("any bytes", Buffer.from([1]));
    await t.fence(socket);
    t.note(heard);
    const seen = await t.journal("any", 3);
    t.note(seen.slice(0, 2), seen[2][0]);
    t.note(await t.journal("any outgoing", 2));
  },

  async "an error event"(t) {
    const socket = await t.connect();
    socket.emit("error", "from a client");
    await t.fence(socket);
    t.note(await t.journal("error event", 1), socket.connected);
    const other = await t.connect("/one"); // no listener there
    other.emit("error", "from a client");
    await t.fence(other);
    t.note(other.connected);
  },

  async "no listener, no answer"(t) {
    const socket = await t.connect();
    socket.emit("nobody listens", 1, () => t.note("answered"));
    await t.fence(socket);
    t.note(socket.connected);
  },

  async "handlers that await"(t) {
    const socket = await t.connect();
    const numbers = Array.from({ length: 100 }, (_, index) => index + 1);
    const answers = await Promise.all(numbers.map((number) => t.call(socket, "work", number)));
    const work = await t.journal("work", 200);
    const inTurn = numbers.every((number, index) => work[2 * index] === number && work[2 * index + 1] === -number);
    t.note(answers.length, inTurn, answers.every(([answer], index) => answer === numbers[index]));
  },

  async "handlers that fail"(t) {
    const socket = await t.connect();
    const codes = [];
    const answered = ({ error }) => codes.push(error.argument === undefined ? error.code : `${error.code} ${error.argument}`);
    socket.emit("fail", "text", answered);
    socket.emit("fail later", "text", answered);
    socket.emit("unreadable", 1, 5, Buffer.from([1]), answered);
    socket.emit("unreadable", "text", "five", Buffer.from([1]), answered);
    socket.emit("unreadable", "text", 5.5, Buffer.from([1]), answered);
    socket.emit("unreadable", "text", answered);
    socket.emit("unreadable", "text", 5, { not: "bytes" }, answered);
    t.note(await t.journal("hook", 7));
    t.note(await t.call(socket, "unreadable", "text", 5, Buffer.from([1])));
    t.note(codes);
    t.note(socket.connected);
  },

  async "events arrive in order"(t) {
    const socket = await t.connect();
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    for (const number of numbers) {
      socket.emit("step", number);
      socket.emit("echo", number, number % 7 === 0 ? Buffer.from([number & 255]) : null);
    }

    const echoed = [];
    socket.on("echo", (number) => echoed.push(number));
    await t.fence(socket);
    t.note(JSON.stringify(await t.journal("steps", 300)) === JSON.stringify(numbers), JSON.stringify(echoed) === JSON.stringify(numbers));
  },
};
