// Reads payloads (base64 of the body's bytes) in a JSON array a line, and answers what the official parser makes of each:
// { type, text } or { binary } for each packet, "error" where it gives up. { encode: [...] } asks for payloads instead.
import { createInterface } from "node:readline";
import { decodePayload, encodePayload } from "engine.io-parser";

const toPacket = ({ type, data }) =>
  type === "error" ? "error" : Buffer.isBuffer(data) ? { binary: data.toString("base64") } : { type, text: Buffer.from(data ?? "").toString("base64") };

const encode = packets =>
  new Promise(resolve =>
    encodePayload(
      packets.map(({ type, text, binary }) => ({ type, data: binary === undefined ? text : Buffer.from(binary, "base64") })),
      payload => resolve(Buffer.from(payload).toString("base64")),
    ));

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const answer = Array.isArray(question)
    ? question.map(body => decodePayload(Buffer.from(body, "base64").toString("utf8"), "nodebuffer").map(toPacket))
    : await Promise.all(question.encode.map(encode));
  console.log(JSON.stringify(answer));
}
