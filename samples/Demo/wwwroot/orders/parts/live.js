import { io } from "/socket.io/socket.io.esm.min.js";
import { say } from "/shell/dom.js";

const status = document.getElementById("live");
const options = { reconnectionDelay: 300, reconnectionDelayMax: 2000 };
const triesAgainAfter = 2000;

// The sockets without a connection, and the refreshes that have not shown what is so since the last one: without any, the page is live.
const behind = new Set();

/** Connects to a namespace; the pill of the page says whether it is live. All namespaces of a page share one connection. */
export function connect(namespace) {
  const socket = io(namespace, options);
  behind.add(socket);
  socket.on("connect", () => {
    behind.delete(socket);
    queueMicrotask(showLive); // behind all that follows it
  });
  socket.on("disconnect", () => {
    behind.add(socket);
    say(status, "Reconnecting…", "wait");
  });
  socket.on("connect_error", error => say(status, socket.active ? "Reconnecting…" : error.message, socket.active ? "wait" : "bad"));
  addEventListener("pagehide", () => socket.disconnect());
  addEventListener("pageshow", event => event.persisted && socket.connect());
  return socket;
}

/** Calls a function at first, whenever one of the topics has changed, and after each reconnection: then it may have missed something. */
export function follow(socket, topics, refresh) {
  const refreshOnce = coalesce(refresh);
  behind.add(refreshOnce);
  socket.on("connect", () => {
    behind.add(refreshOnce);
    refreshOnce();
  });
  socket.on("changed", topic => topics.includes(topic) && refreshOnce());
}

function showLive() {
  if (behind.size === 0) {
    say(status, "Live", "good");
  }
}

// One at a time; what comes meanwhile is one more, and one that fails is tried again.
function coalesce(refresh) {
  let isRunning = false;
  let isAskedAgain = false;
  return async function refreshOnce() {
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

      behind.delete(refreshOnce);
      showLive();
    } catch (error) {
      console.info(`Not refreshed yet: ${error.message}`);
      setTimeout(refreshOnce, triesAgainAfter);
    } finally {
      isRunning = false;
    }
  };
}
