// Answers for the official socket.io-parser, one JSON line for each JSON line on standard input.
//   {"decode": [case, ...]}   a case is a list of messages, {"t": text in base64} or {"b": bytes in base64}
//     -> [{"packets": [{type, nsp, id, name, args}], "pending": bool} | {"error": text}, ...]; values in canonical form
//   {"encode": [{type, nsp, id, data}, ...]}   data is a described value, see described.mjs
//     -> [[text in base64, attachment in base64, ...], ...]
import { createInterface } from "node:readline";
import { Decoder, Encoder } from "socket.io-parser";
import { canonical, valueOf } from "./described.mjs";

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

const encodeCase = ({ type, nsp, id, data }) =>
  new Encoder()
    .encode({ type, nsp, id: id ?? undefined, data: data === undefined ? undefined : valueOf(data) })
    .map((part) => Buffer.from(part).toString("base64"));

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const answer = "decode" in request ? request.decode.map(decodeCase) : request.encode.map(encodeCase);
  process.stdout.write(JSON.stringify(answer) + "\n");
}
