// The official parser of protocol revision 3, one JSON line for each JSON line on standard input; bodies are in base64.
//   {"text": [body, ...]} or {"binary": [body, ...]} -> [[{ type, text } or { type, binary }, or "error", ...], ...]
//   {"encode": [{ packets: [{ type, text or binary }, ...], supportsBinary }, ...]} -> [body, ...]
import { createInterface } from "node:readline";
import { decodePayload, encodePayload } from "engine.io-parser-v2";

const toPacket = ({ type, data }) =>
  type === "error" ? "error"
  : Buffer.isBuffer(data) ? { type: String(type), binary: data.toString("base64") }
  : { type: String(type), text: Buffer.from(data ?? "").toString("base64") };

const decode = (body) => {
  const packets = [];
  decodePayload(body, "nodebuffer", (packet) => {
    packets.push(toPacket(packet));
  });
  return packets;
};

const encode = ({ packets, supportsBinary }) =>
  new Promise((resolve) =>
    encodePayload(
      packets.map(({ type, text, binary }) => ({ type, data: binary === undefined ? text : Buffer.from(binary, "base64") })),
      supportsBinary,
      (payload) => resolve(Buffer.from(payload).toString("base64")),
    ));

for await (const line of createInterface({ input: process.stdin })) {
  const { text, binary, encode: questions } = JSON.parse(line);
  const answer = text?.map((body) => decode(Buffer.from(body, "base64").toString("utf8")))
    ?? binary?.map((body) => decode(Buffer.from(body, "base64")))
    ?? (await Promise.all(questions.map(encode)));
  console.log(JSON.stringify(answer));
}
