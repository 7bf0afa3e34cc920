import { io } from "/socket.io/socket.io.esm.min.js";
import { beginAsOther, logInAgain, otherAccount } from "/accounts/session.js";
import { accepted, get, insist, wait } from "./api.js";

const answerWithin = 10_000;
const comesBackAfter = 1000;

/** Makes the two sockets of the page; they share one connection. They say whose page it is: in this browser somebody else may have logged in since. */
export function makeSockets(me) {
  const options = { autoConnect: false, reconnectionDelay: 400, reconnectionDelayMax: 3000, auth: { account: me } };
  return { chat: io("/chat", options), account: io("/account", options) };
}

/** Keeps the store in step with the server, through losses of the line and restarts of the server. Fires "instep" whenever it has got there. */
export class Connection extends EventTarget {
  #socket;
  #store;
  #outbox;
  #isInStep = false;
  #isBehind = true; // what was said while the line was away is not all known yet
  #run = 0;
  #meanwhile = [];
  #newer = [];

  constructor(socket, store, outbox) {
    super();
    this.#socket = socket;
    this.#store = store;
    this.#outbox = outbox;
    socket.on("connect", () => this.#catchUp());
    socket.on("connect", () => this.#tellAway());
    document.addEventListener("visibilitychange", () => this.#tellAway());
    socket.on("disconnect", reason => this.#left(reason));
    socket.on("connect_error", error => {
      if (error.message === "Unauthorized") {
        logInAgain();
      } else if (error.data?.code === otherAccount) {
        beginAsOther();
      }
    });

    this.#on("newMessage", message => this.#take(message));
    this.#on("message_deleted", message => this.#take(message));
    this.#on("marks", marks => store.mark(marks));
    this.#on("sockeye:presence", presence => store.setPresence(presence));
    for (const [name, take] of Object.entries(store.contacts.events)) {
      this.#on(name, take);
    }

    this.#on("room_changed", room => store.setRoom(room));
    this.#on("room_left", name => store.dropRoom(name));
    this.#on("user_left", ({ room, account }) => store.dropMember(room, account));
  }

  /** Takes a message that an answer brought. Where the page does not know all that is before that one, it asks for it first: no gap is shown. */
  async take(message) {
    if (this.#isBehind) {
      try {
        await this.#askForChanges();
      } catch (error) {
        console.info(`What is before a message comes later: ${error.message}`);
      }
    }

    this.#store.put(message);
  }

  // Until the page is in step, an event may be newer than the state that is on its way: then it holds once more after that.
  #on(name, take) {
    this.#socket.on(name, argument => {
      take(argument);
      if (!this.#isInStep) {
        this.#meanwhile.push(() => take(argument));
      }
    });
  }

  #take(message) {
    if (this.#isBehind) {
      this.#newer.push(message); // it is shown below what is before it
      return;
    }

    // Until it has caught up the page must ask from where it was.
    if (this.#isInStep) {
      this.#store.version = Math.max(this.#store.version, message.version);
    }

    this.#put(message);
    this.#acknowledge(message);
  }

  #put(message) {
    if (message.sender === this.#store.me.id) {
      this.#outbox.settle(message.temporaryId);
    }

    this.#store.put(message);
  }

  // The server has closed the line: for somebody who has logged out, here or elsewhere, or for reasons of its own. Asked, it says which.
  async #left(reason) {
    this.#isInStep = false;
    this.#isBehind = true;
    this.#newer = []; // whatever is stored is among the changes that the next connection asks for
    if (reason === "io server disconnect") {
      await insist(() => get("/api/account"));
      await wait(comesBackAfter);
      this.#socket.connect();
    }
  }

  // The server handles no event of a socket before it is in its rooms. So what is not in the answer comes by itself, and nothing falls in between.
  async #catchUp() {
    const run = ++this.#run;
    const isOver = () => run !== this.#run || !this.#socket.connected; // the next connection catches up
    const state = await insist(
      async () => {
        if (isOver()) {
          return null;
        }

        await this.#askForChanges();
        this.#meanwhile = [];
        this.#showNewer(isOver);
        return await get("/api/chat/state");
      },
      error => console.info(`Catching up failed: ${error.message}`));
    if (state && !isOver()) {
      this.#begin(state);
    }
  }

  // By request where the line is away.
  async #askForChanges() {
    for (let more = true; more; ) {
      const after = this.#store.version;
      const page = this.#socket.connected
        ? accepted(await this.#socket.timeout(answerWithin).emitWithAck("changes", { after }))
        : await get(`/api/chat/changes?after=${after}`);
      for (const message of page.messages) {
        this.#store.version = Math.max(this.#store.version, message.version);
        this.#put(message); // acknowledged at the end, once for each conversation
      }

      more = page.more;
    }
  }

  #showNewer(isOver) {
    if (!isOver()) {
      this.#isBehind = false;
      for (const message of this.#newer.splice(0)) {
        this.#take(message);
      }
    }
  }

  #begin(state) {
    this.#store.begin(state);
    this.#isInStep = true;
    for (const take of this.#meanwhile.splice(0)) {
      take();
    }

    this.#outbox.wake();
    this.#acknowledgeAll();
    this.dispatchEvent(new Event("instep"));
  }

  #tellAway() {
    if (this.#socket.connected) {
      this.#socket.emit("away", document.visibilityState !== "visible");
    }
  }

  // What was told to a line that broke is told again.
  #acknowledgeAll() {
    for (const room of this.#store.rooms.values()) {
      if (room.last) {
        this.#acknowledge(room.last);
      }

      if (room.seen > room.mine.read) {
        this.#socket.emit("read", { room: room.name, upTo: room.seen });
      }
    }
  }

  // It has reached this device.
  #acknowledge({ room: name, id, sender }) {
    const room = this.#store.rooms.get(name);
    if (room && sender !== this.#store.me.id && room.mine.delivered < id) {
      this.#socket.emit("delivered", { room: name, upTo: id });
    }
  }
}
