// The official server with the same handlers as the tests' Sockeye server, so that every expectation is checked on the original as well.
// Driven by JSON lines (lines.mjs): {method: "start", params: {options}} is answered with {port}; "restart" and "stop" take {port}.
import { createServer } from "node:http";
import { Server } from "socket.io";
import msgpack from "socket.io-msgpack-parser";
import { serve } from "./lines.mjs";
import { Journal, Signals } from "./reference/journal.mjs";
import { acknowledging } from "./reference/acknowledging.mjs";
import { connecting } from "./reference/connecting.mjs";
import { ending } from "./reference/ending.mjs";
import { events } from "./reference/events.mjs";
import { grouping } from "./reference/grouping.mjs";
import { surface } from "./reference/surface.mjs";

const running = new Map();

async function start(options, port = 0) {
  const journal = new Journal();
  const signals = new Signals();
  const http = createServer((request, response) => answer(request, response, journal, signals));
  const io = new Server(http, { ...options, parser: options.parser === "msgpack" ? msgpack : undefined });
  for (const handlers of [connecting, events, acknowledging, grouping, ending, surface]) {
    handlers(io, { journal, signals });
  }

  await new Promise((resolve, reject) => http.once("error", reject).listen(port, "127.0.0.1", resolve));
  running.set(http.address().port, { io, http, options });
  return http.address().port;
}

async function stop(port) {
  const { io, http } = running.get(port);
  running.delete(port);
  const closed = new Promise((resolve) => http.once("close", resolve));
  io.close();
  http.closeAllConnections();
  await closed;
}

async function answer(request, response, journal, signals) {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname === "/journal") {
    const entries = await journal.read(url.searchParams.get("topic"), Number(url.searchParams.get("count")));
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(entries));
  } else if (url.pathname === "/signal") {
    signals.give(url.searchParams.get("name"));
    response.writeHead(204).end();
  } else {
    response.writeHead(404).end();
  }
}

serve({
  start: async ({ options }) => ({ port: await start(options ?? {}) }),
  stop: async ({ port }) => stop(port),
  restart: async ({ port }) => {
    const { options } = running.get(port);
    await stop(port);
    return { port: await start(options, port) };
  },
});
