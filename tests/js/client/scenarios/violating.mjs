// A client that breaks the protocol: what it sends, and whether the server closes the connection on it.
const violations = {
  "an event before CONNECT": ['2["echo",1]'],
  "an answer before CONNECT": ["30[1]"],
  "DISCONNECT before CONNECT": ["1"],
  "a second CONNECT": ["0", "0"],
  "an event for a namespace that was not joined": ["0", '2/one,["echo",1]'],
  "CONNECT_ERROR from a client": ["0", '4{"message":"no"}'],
  "an unknown type": ["0", "7"],
  "a letter": ["0", "hello"],
  "no type at all": ["0", ""],
  "an event without a name": ["0", "2[]"],
  "an event that is no array": ["0", '2{"a":1}'],
  "broken JSON": ["0", '2["echo"'],
  "JSON with a tail": ["0", '2["echo"]]'],
  "an event name that is an object": ["0", '2[{"toString":1}]'],
  "a reserved event: connect": ["0", '2["connect"]'],
  "a reserved event: disconnect": ["0", '2["disconnect"]'],
  "a reserved event: disconnecting": ["0", '2["disconnecting"]'],
  "a reserved event: connect_error": ["0", '2["connect_error"]'],
  "a reserved event: newListener": ["0", '2["newListener"]'],
  "a reserved event: removeListener": ["0", '2["removeListener"]'],
  "CONNECT with an array": ["0[]"],
  "CONNECT with a string": ['0"x"'],
  "DISCONNECT with a payload": ["0", "1{}"],
  "an answer that is no array": ["0", "30{}"],
  "no attachments": ["0", '50-["echo"]'],
  "too many attachments": ["0", '511-["echo"]'],
  "attachments without a number": ["0", '5-["echo"]'],
  "attachments without a dash": ["0", '51["echo"]'],
  "a placeholder out of range": ["0", '51-["echo",{"_placeholder":true,"num":1}]', Buffer.from([1])],
  "a placeholder that is negative": ["0", '51-["echo",{"_placeholder":true,"num":-1}]', Buffer.from([1])],
  "a placeholder that is text": ["0", '51-["echo",{"_placeholder":true,"num":"0"}]', Buffer.from([1])],
  "a binary frame without header": ["0", Buffer.from([1, 2, 3])],
  "text where an attachment is due": ["0", '51-["echo",{"_placeholder":true,"num":0}]', '2["echo",1]'],
};

const legal = {
  "CONNECT with a comma": ["0/one,", '2/one,1["echo",1]'],
  "CONNECT without a comma": ["0/one", '2/one,1["echo",1]'],
  "CONNECT with auth": ['0{"a":1}', '21["echo",1]'],
  "an unknown namespace first": ["0/nowhere,", "0", '21["echo",1]'],
  "an id with zeros in front": ["0", '2007["echo",1]'],
  "a number as event name": ["0", "2[1,2]", '21["echo",1]'],
  "an attachment nobody refers to": ["0", '51-1["ack value",1]', Buffer.from([1])],
};

// A client waits for the answer to CONNECT before it goes on.
async function settled(t, engine, message) {
  if (/^0(\{|\/|$)/.test(message) && engine.connected !== true) {
    const answer = await t.message(engine);
    engine.connected = answer.startsWith("0");
  }
}

export default {
  async "violations close the connection"(t) {
    for (const [name, messages] of Object.entries(violations)) {
      const engine = await t.raw();
      for (const message of messages) {
        engine.write(message);
        await settled(t, engine, message);
      }

      await t.until(engine.closed, "the close after " + name);
      t.note(name, engine.received);
    }

    const other = await t.connect();
    await t.fence(other);
    t.note("others go on", other.connected);
  },

  async "what is legal keeps it"(t) {
    for (const [name, messages] of Object.entries(legal)) {
      const engine = await t.raw();
      for (const message of messages) {
        engine.write(message);
        await settled(t, engine, message);
      }

      t.note(name, await t.message(engine), engine.readyState);
    }
  },

  async "a violation ends every namespace of the connection"(t) {
    const main = await t.connect();
    const one = await t.connect("/one", { manager: main.io });
    main.io.engine.write("2[");
    await t.journal("endings /", 2);
    await t.journal("endings /one", 2);
    for (const socket of [main, one]) {
      t.note(await t.journal("endings " + socket.nsp, 2));
    }
  },

  async "an event during middleware"(t) {
    const engine = await t.raw();
    engine.connected = true;
    engine.write("0/patient,");
    await t.journal("patient", 1);
    engine.write('2/patient,["echo",1]');
    await t.until(engine.closed, "close");
    await t.signal("patient");
    t.note(await t.journal("patient", 2), engine.received);
  },

  async "events after DISCONNECT"(t) {
    const engine = await t.raw();
    engine.write("0");
    await t.message(engine);
    for (const message of ['2["step","before"]', "1", '2["step","lost"]', '29["echo","lost"]', "39[]"]) {
      engine.write(message);
    }

    engine.write("0");
    await t.message(engine);
    engine.write('2["step","after"]');
    engine.write('21["echo","again"]');
    t.note(await t.message(engine), engine.readyState, await t.journal("steps", 2));
  },

  async "two CONNECTs at once"(t) {
    const engine = await t.raw();
    engine.write("0/patient,");
    engine.write("0/patient,");
    await t.until(engine.closed, "close");
    await t.signal("patient");
    t.note(await t.journal("patient", 2), engine.received);
  },
};
