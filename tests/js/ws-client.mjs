// The WebSocket client of the ws package, driven by lines: ws-client.mjs <address> [options of WebSocket in JSON]
//   text <text> | binary <hex> | ping <text> | close <code> <reason> | churn <count>   each prints what happens, one event a line
import { createInterface } from "node:readline";
import WebSocket from "ws";

const [address, optionsJson] = process.argv.slice(2);
const { protocols, ...options } = JSON.parse(optionsJson ?? "{}");
const lines = createInterface({ input: process.stdin }); // from the start: what comes early waits
const socket = new WebSocket(address, protocols ?? [], options);
socket.on("open", () => console.log(`open [${socket.protocol}] [${socket.extensions}]`));
socket.on("message", (data, isBinary) => console.log(isBinary ? `binary ${data.toString("hex")}` : `text ${data}`));
socket.on("ping", () => console.log("ping"));
socket.on("pong", (data) => console.log(`pong ${data}`));
socket.on("close", (code, reason) => console.log(`close ${code} ${reason}`));
socket.on("error", (error) => console.log(`error ${error.message}`));

// One client that comes, says something, hears it, and goes.
const visit = (number) =>
  new Promise((resolve, reject) => {
    const visitor = new WebSocket(address, protocols ?? [], options);
    visitor.on("open", () => visitor.send(`visitor ${number}`));
    visitor.on("message", (data) => (String(data) === `visitor ${number}` ? visitor.close(1000, "done") : reject(new Error(`heard ${data}`))));
    visitor.on("close", (code) => resolve(code));
    visitor.on("error", reject);
  });

const verbs = {
  text: (text) => socket.send(text),
  repeat: (text) => {
    const [count, ...rest] = text.split(" ");
    socket.send(rest.join(" ").repeat(Number(count)));
  },
  binary: (hex) => socket.send(Buffer.from(hex, "hex")),
  ping: (text) => socket.ping(text),
  close: (text) => {
    const [code, ...reason] = text.split(" ");
    socket.close(Number(code), reason.join(" "));
  },
  churn: async (count) => {
    const codes = new Map();
    for (let done = 0; done < Number(count); done += 50) {
      for (const code of await Promise.all(Array.from({ length: 50 }, (_, i) => visit(done + i)))) {
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }

    console.log(`churned ${[...codes].map(([code, times]) => `${times} with ${code}`).join(", ")}`);
  },
};
for await (const line of lines) {
  const space = line.indexOf(" ");
  await verbs[space < 0 ? line : line.slice(0, space)](space < 0 ? "" : line.slice(space + 1));
}

socket.terminate();
