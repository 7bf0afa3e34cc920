// Answers for the official socket.io-parser, one JSON line for each JSON line on standard input.
//   {"decode": [case, ...]}   a case is a list of messages, {"t": text in base64} or {"b": bytes in base64}
//     -> [{"packets": [{type, nsp, id, name, args}], "pending": bool} | {"error": text}, ...]; values in canonical form
//   {"encode": [{type, nsp, id, data}, ...]}   data is a described value, see valueOf
//     -> [[text in base64, attachment in base64, ...], ...]
import { createInterface } from "node:readline";
import { Decoder, Encoder } from "socket.io-parser";

const canonicalString = (text) => {
  let quoted = '"';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    quoted += /[0-9A-Za-z]/.test(text[i]) ? text[i] : "\\u" + unit.toString(16).padStart(4, "0");
  }
  return quoted + '"';
};

// Numbers as String has them, strings with everything but letters and digits escaped, keys sorted by UTF-16 unit, bytes as <hex>.
const canonical = (value) => {
  if (value === null) return "null";
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return String(value);
  if (value === undefined) return "undefined";
  if (Buffer.isBuffer(value)) return "<" + value.toString("hex") + ">";
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  return "{" + Object.keys(value).sort().map((key) => canonicalString(key) + ":" + canonical(value[key])).join(",") + "}";
};

const decodeCase = (messages) => {
  const decoder = new Decoder();
  const packets = [];
  decoder.on("decoded", (packet) => {
    packets.push({
      type: packet.type,
      nsp: packet.nsp,
      id: packet.id === undefined ? null : String(packet.id),
      data: canonical(packet.data),
    });
  });
  try {
    for (const message of messages) {
      decoder.add("t" in message ? Buffer.from(message.t, "base64").toString("utf8") : Buffer.from(message.b, "base64"));
    }
    return { packets, pending: decoder.reconstructor != null };
  } catch (error) {
    return { packets, error: error.message };
  }
};

// {"z"} null, {"l": boolean}, {"d": the sixteen hex digits of a double}, {"s": UTF-16LE in base64}, {"b": base64}, {"a": [...]}, {"o": [[key, value], ...]}
const valueOf = (described) => {
  if ("z" in described) return null;
  if ("l" in described) return described.l;
  if ("d" in described) return Buffer.from(described.d, "hex").readDoubleBE(0);
  if ("s" in described) return Buffer.from(described.s, "base64").toString("utf16le");
  if ("b" in described) return Buffer.from(described.b, "base64");
  if ("a" in described) return described.a.map(valueOf);
  return Object.fromEntries(described.o.map(([key, value]) => [valueOf(key), valueOf(value)]));
};

const encodeCase = ({ type, nsp, id, data }) =>
  new Encoder()
    .encode({ type, nsp, id: id ?? undefined, data: data === undefined ? undefined : valueOf(data) })
    .map((part) => Buffer.from(part).toString("base64"));

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = "decode" in request ? request.decode.map(decodeCase) : request.encode.map(encodeCase);
  process.stdout.write(JSON.stringify(answer) + "\n");
}
