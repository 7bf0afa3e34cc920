// Answers for the official socket.io-msgpack-parser, one JSON line for each JSON line on standard input.
//   {"decode": [bytes in base64, ...]} -> [{type, nsp, id, data} | {"error": text}, ...]; values in canonical form
//   {"encode": [{type, nsp, id, data}, ...]}   data is a described value, see described.mjs -> [bytes in base64, ...]
import { createInterface } from "node:readline";
import parser from "socket.io-msgpack-parser";
import { canonical, valueOf } from "./described.mjs";

const decode = (bytes) => {
  const decoder = new parser.Decoder();
  let answer = { error: "no packet" };
  decoder.on("decoded", ({ type, nsp, id, data }) => {
    answer = { type, nsp, id: id === undefined ? null : String(id), data: canonical(data) };
  });
  try {
    decoder.add(Buffer.from(bytes, "base64"));
    return answer;
  } catch (error) {
    return { error: error.message };
  }
};

// The keys in the order in which Sockeye writes them.
const encode = ({ type, nsp, id, data }) => {
  const packet = { type };
  if (data !== null) packet.data = valueOf(data);
  if (id !== null) packet.id = id;
  const [bytes] = new parser.Encoder().encode({ ...packet, nsp });
  return bytes.toString("base64");
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(JSON.stringify("decode" in request ? request.decode.map(decode) : request.encode.map(encode)) + "\n");
}
