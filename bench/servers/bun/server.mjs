import { Server as Engine } from "@socket.io/bun-engine";
import { Server } from "socket.io";
import { addHandlers, heartbeat } from "../handlers.mjs";
import { serveControl } from "../control.mjs";

const engine = new Engine({ path: "/socket.io/", ...heartbeat });
const io = new Server();
io.bind(engine);
addHandlers(io);
const http = Bun.serve({ ...engine.handler(), port: 0, hostname: "127.0.0.1" });
serveControl(http.port, () => Bun.gc(true));
