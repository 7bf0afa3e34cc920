import { createServer } from "node:http";
import { Server } from "socket.io";
import { addHandlers, heartbeat } from "../handlers.mjs";
import { serveControl } from "../control.mjs";

const http = createServer();
addHandlers(new Server(http, heartbeat));
http.listen(0, "127.0.0.1", () => serveControl(http.address().port, globalThis.gc)); // needs --expose-gc
