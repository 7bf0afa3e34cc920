import { io } from "/socket.io/socket.io.esm.min.js";
import { get, logInAgain } from "./api.js";

const answerWithin = 10_000;

/** Makes the two sockets of the page; they share one connection. */
export function makeSockets() {
  const options = { autoConnect: false, reconnectionDelay: 400, reconnectionDelayMax: 3000 };
  return { chat: io("/chat", options), account: io("/account", options) };
}

/** Keeps the store in step with the server, through losses of the line and restarts of the server. */
export class Connection {
  #socket;
  #store;
  #outbox;
  #isInStep = false;
  #run = 0;

  constructor(socket, store, outbox) {
    this.#socket = socket;
    this.#store = store;
    this.#outbox = outbox;
    socket.on("connect", () => this.#catchUp());
    socket.on("connect", () => this.#tellAway());
    document.addEventListener("visibilitychange", () => this.#tellAway());
    socket.on("disconnect", () => (this.#isInStep = false));
    socket.on("connect_error", error => {
      if (error.message === "Unauthorized") {
        logInAgain();
      }
    });
    socket.on("newMessage", message => this.#take(message));
    socket.on("message_deleted", message => this.#take(message));
    socket.on("marks", marks => store.mark(marks));
    socket.on("sockeye:presence", presence => store.setPresence(presence));
    socket.on("contact_added", contact => store.addContact(contact));
    socket.on("room_changed", room => store.setRoom(room));
    socket.on("room_left", name => store.dropRoom(name));
    socket.on("user_left", ({ room, account }) => store.dropMember(room, account));
  }

  /** Takes a message that an answer brought. */
  take(message) {
    this.#store.put(message);
  }

  #take(message) {
    // Until it has caught up the page does not know all that is before this one: it must ask from where it was.
    if (this.#isInStep) {
      this.#store.version = Math.max(this.#store.version, message.version);
    }

    if (message.sender === this.#store.me.id) {
      this.#outbox.settle(message.temporaryId);
    }

    this.#store.put(message);
    this.#acknowledge(message);
  }

  // The server handles no event of a socket before it is in its rooms. So what is not in the answer comes by itself, and nothing falls in between.
  async #catchUp() {
    const run = ++this.#run;
    try {
      for (let more = true; more; ) {
        const page = await this.#socket.timeout(answerWithin).emitWithAck("changes", { after: this.#store.version });
        for (const message of page.messages) {
          this.#store.version = Math.max(this.#store.version, message.version);
          this.#take(message);
        }

        more = page.more;
      }

      this.#store.begin(await get("/api/chat/state"));
      if (run === this.#run && this.#socket.connected) {
        this.#isInStep = true;
        this.#outbox.flush();
        this.#acknowledgeAll();
      }
    } catch (error) {
      console.info(`Catching up failed: ${error.message}`);
      setTimeout(() => {
        if (run === this.#run && this.#socket.connected) {
          this.#catchUp();
        }
      }, 1000);
    }
  }

  #tellAway() {
    if (this.#socket.connected) {
      this.#socket.emit("away", document.visibilityState !== "visible");
    }
  }

  #acknowledgeAll() {
    for (const { last } of this.#store.rooms.values()) {
      if (last) {
        this.#acknowledge(last);
      }
    }
  }

  // It has reached this device.
  #acknowledge({ room: name, id, sender }) {
    const room = this.#store.rooms.get(name);
    if (room && sender !== this.#store.me.id && this.#store.myMarks(room).delivered < id) {
      this.#socket.emit("delivered", { room: name, upTo: id });
    }
  }
}
