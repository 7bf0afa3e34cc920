import { addEntry } from "./entries.js";

const ticks = document.getElementById("ticks");

/** Shows every fromServer. */
export function showTicks(socket) {
  socket.on("fromServer", (count, at) => addEntry(ticks, `Tick ${count}`, at));
}
