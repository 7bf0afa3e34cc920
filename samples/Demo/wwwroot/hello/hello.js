import { io } from "/socket.io/socket.io.esm.min.js";
import { showConnection } from "./connection.js";
import { showTicks } from "./ticks.js";
import { talkToServer, talkToEveryone } from "./talk.js";
import { exchangeGlyphs } from "./glyph.js";

// Starts on HTTP long-polling and upgrades to WebSocket, as the client does by default.
const socket = io({ reconnectionDelay: 500, reconnectionDelayMax: 3000 });

showConnection(socket);
showTicks(socket);
talkToServer(socket);
talkToEveryone(socket);
exchangeGlyphs(socket);

// Leaving says goodbye at once instead of leaving it to a time-out; coming back from the browser's cache connects again.
addEventListener("pagehide", () => socket.disconnect());
addEventListener("pageshow", event => {
  if (event.persisted) {
    socket.connect();
  }
});
