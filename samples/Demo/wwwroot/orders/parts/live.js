import { io } from "/socket.io/socket.io.esm.min.js";
import { say } from "/shell/dom.js";

const status = document.getElementById("live");
const options = { reconnectionDelay: 300, reconnectionDelayMax: 2000 };

/** Connects to a namespace; the pill of the page says whether it is live. All namespaces of a page share one connection. */
export function connect(namespace) {
  const socket = io(namespace, options);
  socket.on("connect", () => say(status, "Live", "good"));
  socket.on("disconnect", () => say(status, "Reconnecting…", "wait"));
  socket.on("connect_error", error => say(status, socket.active ? "Reconnecting…" : error.message, socket.active ? "wait" : "bad"));
  addEventListener("pagehide", () => socket.disconnect());
  addEventListener("pageshow", event => event.persisted && socket.connect());
  return socket;
}

/** Calls a function at first, whenever one of the topics has changed, and after each reconnection: then it may have missed something. */
export function follow(socket, topics, refresh) {
  const refreshOnce = coalesce(refresh);
  socket.on("connect", refreshOnce);
  socket.on("changed", topic => topics.includes(topic) && refreshOnce());
}

// One at a time; what comes meanwhile is one more.
function coalesce(refresh) {
  let isRunning = false;
  let isAskedAgain = false;
  return async () => {
    isAskedAgain = true;
    if (isRunning) {
      return;
    }

    isRunning = true;
    try {
      while (isAskedAgain) {
        isAskedAgain = false;
        await refresh();
      }
    } catch (error) {
      console.info(`Not refreshed, until the next change: ${error.message}`);
    } finally {
      isRunning = false;
    }
  };
}
